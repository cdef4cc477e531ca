"""Referral: red flags and the conditions that need another service."""
