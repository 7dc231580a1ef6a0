# An encrypted disk, credentials that a stray request can't fetch, no burst that costs.

mock_provider "aws" {}

variables {
  name           = "shop"
  image          = "ami-0123456789abcdef0"
  launch_script  = "#!/usr/bin/env bash\necho started\n"
  subnet         = "subnet-1"
  security_group = "sg-1"
  role           = "shop-machine"
}

run "encrypted_and_asking_for_tokens" {
  command = plan

  module {
    source = "./modules/machine"
  }

  assert {
    condition     = aws_instance.this.root_block_device[0].encrypted && aws_instance.this.root_block_device[0].volume_type == "gp3"
    error_message = "The disk must be encrypted."
  }

  assert {
    condition     = aws_instance.this.metadata_options[0].http_tokens == "required" && aws_instance.this.metadata_options[0].http_put_response_hop_limit == 1
    error_message = "Metadata must ask for a token and stay on the machine."
  }

  assert {
    condition     = aws_instance.this.credit_specification[0].cpu_credits == "standard" && aws_instance.this.disable_api_termination
    error_message = "Bursts must not cost, and ending the machine must be refused."
  }
}

run "something_other_than_an_image_is_refused" {
  command = plan

  module {
    source = "./modules/machine"
  }

  variables {
    image = "debian-13"
  }

  expect_failures = [var.image]
}

run "a_machine_of_another_architecture_is_refused" {
  command = plan

  module {
    source = "./modules/machine"
  }

  variables {
    instance_type = "t4g.micro"
  }

  expect_failures = [var.instance_type]
}

run "a_disk_that_fills_at_once_is_refused" {
  command = plan

  module {
    source = "./modules/machine"
  }

  variables {
    disk_gib = 8
  }

  expect_failures = [var.disk_gib]
}
