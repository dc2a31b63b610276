"""The user of this project."""

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from users.managers import UserManager


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who logs in with an e-mail address."""

    # RFC 5321 allows an address of 254 characters. Django wants a login name that is
    # unique as written; the constraint below adds: in whatever case.
    email = models.EmailField(max_length=254, unique=True)
    first_name = models.CharField(max_length=150)
    # Not everybody has two names.
    last_name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("first_name",)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="users_user_email_any_case",
                violation_error_message="A user with this e-mail address exists.",
            ),
        )

    def clean(self):
        """Forms call this, the admin's too: they store addresses in lower case."""
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def get_full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self):
        return self.first_name
