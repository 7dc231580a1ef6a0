# The one thing that GitHub may ask the machine to do: release a commit, named by its 40 digits and nothing else.

resource "aws_ssm_document" "this" {
  name            = var.name
  document_type   = "Command"
  document_format = "JSON"
  target_type     = "/AWS::EC2::Instance"

  content = jsonencode({
    schemaVersion = "2.2"
    description   = "Release a commit that the artefact bucket holds"
    parameters = {
      Commit = {
        type           = "String"
        description    = "The commit's 40 hexadecimal digits"
        allowedPattern = "^[0-9a-f]{40}$"
      }
    }
    mainSteps = [{
      action = "aws:runShellScript"
      name   = "release"
      inputs = {
        timeoutSeconds = "900"
        runCommand     = ["exec ${var.command} {{ Commit }}"]
      }
    }]
  })
}
