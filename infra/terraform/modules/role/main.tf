# One role and the one policy that says what it may do.

resource "aws_iam_role" "this" {
  name                 = var.name
  assume_role_policy   = var.trust
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "this" {
  name = var.name
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for sid, one in var.permissions : merge(
      { Sid = sid, Effect = "Allow", Action = one.actions, Resource = one.resources },
      length(one.condition) == 0 ? {} : { Condition = one.condition },
    )]
  })
}
