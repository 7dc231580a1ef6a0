# Who may come: jobs of one environment of one repository, by a token that lasts an hour; people, to look.

locals {
  issuer = "token.actions.githubusercontent.com"
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_group" "readers" {
  name = var.readers
}

# Both show what there is and how it does, and no object of a bucket, no row and no secret.
resource "aws_iam_group_policy_attachment" "readers" {
  for_each = {
    view = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"
    logs = "arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess"
  }
  group      = aws_iam_group.readers.name
  policy_arn = each.value
}

# The account's rule for all its people.
resource "aws_iam_account_password_policy" "this" {
  minimum_password_length        = 16
  require_lowercase_characters   = true
  require_uppercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  password_reuse_prevention      = 24
  max_password_age               = 90
  allow_users_to_change_password = true
}
