# One machine with an address that stays. It holds no data that RDS or S3 has not, the fitted models aside.

resource "aws_iam_instance_profile" "this" {
  name = var.name
  role = var.role
}

resource "aws_instance" "this" {
  ami                     = var.image
  instance_type           = var.instance_type
  subnet_id               = var.subnet
  vpc_security_group_ids  = [var.security_group]
  iam_instance_profile    = aws_iam_instance_profile.this.name
  user_data_base64        = base64gzip(var.launch_script)
  ebs_optimized           = true
  disable_api_termination = var.protected

  # A burst is paid from what was saved up; "unlimited" would bill it.
  credit_specification {
    cpu_credits = "standard"
  }

  # One hop: a container can't ask for the machine's credentials.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
    instance_metadata_tags      = "enabled"
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = var.disk_gib
    encrypted   = true
  }

  tags = { Name = var.name }

  # A new image or launch script is for a new machine: terraform apply -replace=module.machine.aws_instance.this
  lifecycle {
    ignore_changes = [ami, user_data_base64]
  }
}

resource "aws_eip" "this" {
  domain = "vpc"

  tags = { Name = var.name }
}

resource "aws_eip_association" "this" {
  instance_id   = aws_instance.this.id
  allocation_id = aws_eip.this.id
}
