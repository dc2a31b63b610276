"""How users are made and found."""

from django.contrib.auth.base_user import BaseUserManager
from django.db.models.functions import Lower


class UserManager(BaseUserManager):
    """Users are known by their e-mail address, in lower case."""

    @classmethod
    def normalize_email(cls, email):
        """Lower the whole address: nobody has two accounts at one mailbox."""
        return (email or "").strip().lower()

    def with_email(self, email):
        """Whoever has this address, in any case, through the constraint's index."""
        email = self.normalize_email(email)
        return self.alias(lower_email=Lower("email")).filter(lower_email=email)

    def get_by_natural_key(self, email):
        """Django's login asks here for the user of that name."""
        return self.with_email(email).get()

    async def aget_by_natural_key(self, email):
        return await self.with_email(email).aget()

    def create_user(self, email, password=None, **fields):
        """Store a user with a hashed password; ValueError without an address."""
        email = self.normalize_email(email)
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Store a user who may do everything; ValueError if a flag says otherwise."""
        for flag in ("is_staff", "is_superuser"):
            if fields.setdefault(flag, True) is not True:
                raise ValueError(f"A superuser needs {flag}=True.")
        return self.create_user(email, password, **fields)
