"""Accounts: how they are opened and found."""

from django.contrib.auth.models import BaseUserManager
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower


class AddressTaken(IntegrityError):
    """The address belongs to an account already."""


class AccountQuerySet(models.QuerySet):
    def at(self, email):
        """The account of this address, whatever its case."""
        # The expression of the constraint, so that its index is used.
        return self.alias(key=Lower("email")).filter(key=email.strip().lower())


class AccountManager(BaseUserManager.from_queryset(AccountQuerySet)):
    """Accounts are known by their e-mail address."""

    @classmethod
    def normalize_email(cls, email):
        return (email or "").strip().lower()

    def is_taken(self, email):
        return self.at(email).exists()

    def get_by_natural_key(self, email):
        return self.at(email).get()

    async def aget_by_natural_key(self, email):
        return await self.at(email).aget()

    def create_user(self, email, password=None, **fields):
        """Open an account.

        Raises ValueError without an address, and AddressTaken where it has one.
        """
        email = self.normalize_email(email)
        if not email:
            raise ValueError("Users must have an email address")
        account = self.model(email=email, **fields)
        account.set_password(password)
        try:
            # A savepoint: the caller's transaction can go on.
            with transaction.atomic(using=self.db):
                account.save(using=self.db)
        except IntegrityError as error:
            if self.is_taken(email):
                raise AddressTaken(email) from error
            raise
        return account

    def create_superuser(self, email, password=None, **fields):
        fields = {"is_staff": True, "is_superuser": True, **fields}
        if fields["is_staff"] is not True:
            raise ValueError("Superuser must have is_staff=True.")
        if fields["is_superuser"] is not True:
            raise ValueError("Superuser must have is_superuser=True.")
        return self.create_user(email, password, **fields)
