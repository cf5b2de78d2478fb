"""What went wrong in other comment systems, one test a class, named after it.

Classes that concern parts this version does not have (mail, images, imports, sign-in elsewhere) come with those parts.
Tested beside what they concern: lost acknowledged comments and queues without a bound (`test_kill`), exports that stop
parsing (`api/test_consent_log`), throttled sign-in (`console/`), hostile frames and third-party cookies (`widget/`).
"""
