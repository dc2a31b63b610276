"""Faults of step 02: the user model, its manager, its constraint, its admin."""

from .model import Fault, Instead, in_file

settings = in_file("config/settings.py")
admin = in_file("users/admin.py")
managers = in_file("users/managers.py")
models = in_file("users/models.py")
migration = in_file("users/migrations/0001_initial.py")

CONSTRAINT = """\
            models.UniqueConstraint(
                Lower("email"),
                name="users_user_email_any_case",
                violation_error_message="A user with this e-mail address exists.",
            ),
"""
MIGRATED_CONSTRAINT = (
    "models.UniqueConstraint(django.db.models.functions.text.Lower('email'), "
    "name='users_user_email_any_case', "
    "violation_error_message='A user with this e-mail address exists.')"
)
STR = """\
    def __str__(self):
        return f"User object ({self.pk})"

    def get_short_name(self):
"""

FAULTS = (
    Fault(
        "wrong-user-model",
        "2",
        2,
        "AUTH_USER_MODEL not set",
        (settings('AUTH_USER_MODEL = "users.User"', ""),),
        ("test_users.py::test_the_user_model_is_our_own",),
        "'auth.User' == 'users.User'",
        starts=False,
    ),
    Fault(
        "address-kept-as-typed",
        "15 L4",
        2,
        "the manager lowers only the domain, as Django's does",
        (
            managers(
                'return (email or "").strip().lower()',
                "return super().normalize_email(email)",
            ),
        ),
        ("test_users.py::test_addresses_are_stored_in_lower_case",),
        r"== 'ada@example\.com'",
    ),
    Fault(
        "no-constraint",
        "15 L4",
        2,
        "no UniqueConstraint(Lower('email')), in the model and in the migration",
        (models(CONSTRAINT, ""), migration(MIGRATED_CONSTRAINT, "")),
        ("test_users.py::test_the_database_itself_refuses_a_twin",),
        "DID NOT RAISE",
    ),
    Fault(
        "address-looked-up-as-typed",
        "15 L4",
        2,
        "login looks for the address exactly as typed",
        (
            managers(
                "return self.with_email(email).get()", "return self.get(email=email)"
            ),
        ),
        (
            "test_users.py::test_a_user_is_found_in_whatever_case",
            "test_users.py::test_a_row_stored_in_capitals_is_found_too",
            "test_admin.py::test_a_superuser_logs_in[GRACE@Example.com]",
        ),
        "None == <User|200 == 302",
    ),
    Fault(
        "forms-store-as-typed",
        "15 L4",
        2,
        "the model's clean does not lower the address",
        (
            models(
                "self.email = type(self).objects.normalize_email(self.email)", "pass"
            ),
        ),
        ("test_admin.py::test_the_change_form_keeps_the_password",),
        r"== 'augusta@example\.com'",
    ),
    Fault(
        "manager-stores-the-password",
        "6 L1",
        2,
        "create_user without set_password",
        (managers("user.set_password(password)", "user.password = password"),),
        ("test_users.py::test_the_table_holds_a_hash_and_not_the_password",),
        "not in 'correct hor",
    ),
    Fault(
        "short-address",
        "28",
        2,
        "EmailField(max_length=40), in the model and in the migration",
        (models("max_length=254", "max_length=40"), migration("=254", "=40")),
        ("test_users.py::test_an_address_of_254_characters_is_legal",),
        "at most 40 characters",
    ),
    Fault(
        "half-a-superuser",
        "29",
        2,
        "create_superuser takes whatever flags it is given",
        (managers("fields.setdefault(flag, True) is not True", "False"),),
        (
            "test_users.py::test_a_superuser_without_a_flag_is_refused",
            "test_users.py::test_a_superuser_has_both_flags",
        ),
        "DID NOT RAISE|assert False",
    ),
    Fault(
        "no-admin",
        "29",
        2,
        "users/admin.py registers nothing",
        (Instead("users/admin.py", ""),),
        ("test_admin.py::test_the_list_finds_a_user_by_name",),
        "404 == 200",
    ),
    Fault(
        "admin-with-plain-forms",
        "29 L1",
        2,
        "a plain ModelAdmin, whose form stores the password as typed",
        (
            admin("class UserAdmin(BaseUserAdmin):", "class Unused(BaseUserAdmin):"),
            admin(
                "@admin.register(User)\n",
                "@admin.register(User)\nclass UserAdmin(admin.ModelAdmin):\n"
                "    pass\n\n\n",
            ),
        ),
        ("test_admin.py::test_the_add_form_makes_a_user_who_can_log_in",),
        "200 == 302",
    ),
    Fault(
        "no-str",
        "29",
        2,
        "str(user) is Django's 'User object (1)'",
        (models("    def get_short_name(self):\n", STR),),
        ("test_users.py::test_a_user_is_shown_by_address_and_full_name",),
        r"== 'ada@example\.com'",
    ),
)
