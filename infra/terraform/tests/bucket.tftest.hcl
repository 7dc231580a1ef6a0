# Every bucket is private, encrypted and answers over TLS alone; a public one can't be asked for.

mock_provider "aws" {}

variables {
  name = "shop-exports"
}

run "private_encrypted_and_over_tls" {
  command = apply

  module {
    source = "./modules/bucket"
  }

  variables {
    expire_after_days = 7
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "All four public access blocks must be on."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "Objects must be encrypted at rest."
  }

  assert {
    condition = jsondecode(aws_s3_bucket_policy.this.policy).Statement == [{
      Sid       = "RefuseWithoutTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::shop-exports", "arn:aws:s3:::shop-exports/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
    error_message = "Without readers the policy only refuses requests without TLS."
  }

  assert {
    condition     = contains([for rule in aws_s3_bucket_lifecycle_configuration.this.rule : try(rule.expiration[0].days, 0)], 7)
    error_message = "Objects must expire when asked to."
  }
}

run "a_reader_reads_on_behalf_of_one_resource" {
  command = apply

  module {
    source = "./modules/bucket"
  }

  variables {
    readers = [{ service = "cloudfront.amazonaws.com", source_arn = "arn:aws:cloudfront::1:distribution/E1" }]
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy).Statement[1].Condition.StringEquals["aws:SourceArn"] == "arn:aws:cloudfront::1:distribution/E1"
    error_message = "The reader must be tied to its resource."
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy).Statement[1].Action == "s3:GetObject"
    error_message = "A reader only reads."
  }
}

run "a_public_bucket_is_refused" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    readers = [{ service = "*", source_arn = "arn:aws:cloudfront::1:distribution/E1" }]
  }

  expect_failures = [var.readers]
}

run "a_reader_for_anybodys_resource_is_refused" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    readers = [{ service = "cloudfront.amazonaws.com", source_arn = "arn:aws:cloudfront::*:distribution/*" }]
  }

  expect_failures = [var.readers]
}
