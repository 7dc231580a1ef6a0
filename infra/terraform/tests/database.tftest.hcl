# Encrypted, private, over TLS, with backups.

mock_provider "aws" {}

variables {
  name           = "shop"
  subnets        = ["subnet-1", "subnet-2"]
  security_group = "sg-1"
}

run "encrypted_private_and_backed_up" {
  command = plan

  module {
    source = "./modules/database"
  }

  assert {
    condition     = aws_db_instance.this.storage_encrypted && !aws_db_instance.this.publicly_accessible
    error_message = "Storage must be encrypted, and nobody outside may reach it."
  }

  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null
    error_message = "AWS must keep the master password; it must not stand in the state."
  }

  assert {
    condition     = contains([for one in aws_db_parameter_group.this.parameter : "${one.name}=${one.value}"], "rds.force_ssl=1")
    error_message = "Connections without TLS must be refused."
  }

  assert {
    condition     = aws_db_instance.this.backup_retention_period == 7 && aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot
    error_message = "Backups, protection and a last snapshot are the default."
  }
}

run "fewer_backups_are_refused" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    backup_days = 0
  }

  expect_failures = [var.backup_days]
}

run "a_class_of_ec2_is_refused" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    instance_class = "t3.micro"
  }

  expect_failures = [var.instance_class]
}
