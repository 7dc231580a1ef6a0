# Who may do what; docs/aws/security.md has it as a table, and a test compares the two.

module "identity" {
  source = "./modules/identity"

  repository = var.repository
  readers    = "${var.name}-readers"
}

locals {
  arn_start = "arn:aws:ssm:${var.region}:${local.account}"
  agent     = "Session Manager's agent: AWS ties these actions to the calling machine itself and knows no narrower resource."

  # For the certificate of the machine's own name: one TXT record in the zone, and nothing else there.
  prove_origin_name = { for sid, one in {
    ProveOriginName = {
      actions   = ["route53:ChangeResourceRecordSets"]
      resources = ["arn:aws:route53:::hostedzone/${coalesce(var.zone, "nothing")}"]
      condition = {
        "ForAllValues:StringEquals" = {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames" = "_acme-challenge.origin.${coalesce(var.domain, "nothing")}"
          "route53:ChangeResourceRecordSetsRecordTypes"           = "TXT"
        }
      }
    }
    AwaitOriginName = {
      actions   = ["route53:GetChange"]
      resources = ["arn:aws:route53:::change/*"]
    }
  } : sid => one if local.over_tls }
}

# The machine: web processes, worker and nightly pipeline share it, and so its role.
module "machine_role" {
  source = "./modules/role"

  name = "${var.name}-machine"
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })

  permissions = merge({
    ReadSettingsAndSecrets = {
      actions   = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]
      resources = ["${local.arn_start}:parameter/${var.name}/*"]
    }
    ReadReleases = {
      actions   = ["s3:GetObject"]
      resources = ["${module.releases.arn}/*"]
    }
    WriteAndLinkExports = {
      actions   = ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"]
      resources = ["${module.exports.arn}/*"]
    }
    # Whoever erases a customer removes the exports, which may name them.
    DeleteExports = {
      actions   = ["s3:DeleteObject"]
      resources = ["${module.exports.arn}/*"]
    }
    ListExports = {
      actions   = ["s3:ListBucket"]
      resources = [module.exports.arn]
    }
    WriteLogs = {
      actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      resources = [for arn in module.logs.arns : "${arn}:*"]
    }
    WriteFigures = {
      actions          = ["cloudwatch:PutMetricData"]
      resources        = ["*"]
      condition        = { StringEquals = { "cloudwatch:namespace" = "CWAgent" } }
      why_any_resource = "Figures have no resource; the condition allows the agent's own namespace alone."
    }
    BeManaged = {
      actions = [
        "ssm:UpdateInstanceInformation", "ssm:ListAssociations", "ssm:ListInstanceAssociations",
        "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel", "ec2messages:AcknowledgeMessage", "ec2messages:DeleteMessage",
        "ec2messages:FailMessage", "ec2messages:GetEndpoint", "ec2messages:GetMessages", "ec2messages:SendReply",
      ]
      resources        = ["*"]
      why_any_resource = local.agent
    }
  }, local.prove_origin_name)
}

# GitHub's production environment: it brings files and asks for a release. It reads no data, secret or state.
module "deployer_role" {
  source = "./modules/role"

  name  = "${var.name}-deployer"
  trust = module.identity.deployer_trust

  permissions = {
    WriteReleases = {
      actions   = ["s3:PutObject"]
      resources = ["${module.releases.arn}/*"]
    }
    WriteSite = {
      actions   = ["s3:PutObject"]
      resources = ["${module.site.arn}/*"]
    }
    ListSiteAndReleases = {
      actions   = ["s3:ListBucket"]
      resources = [module.site.arn, module.releases.arn]
    }
    AskForRelease = {
      actions   = ["ssm:SendCommand"]
      resources = [module.release.arn, module.machine.arn]
    }
    SeeRelease = {
      actions          = ["ssm:GetCommandInvocation"]
      resources        = ["*"]
      why_any_resource = "AWS knows no narrower resource for it; it shows what releases printed, which holds no secret."
    }
    RefreshSite = {
      actions   = ["cloudfront:CreateInvalidation"]
      resources = [module.delivery.arn]
    }
  }
}
