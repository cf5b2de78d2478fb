"""Tests of the ledger: public vectors where they lie beside the checkout, and our own naive trees always."""
