output "arn" {
  description = "The certificate's ARN, once it is proven."
  value       = aws_acm_certificate_validation.this.certificate_arn
}
