package dev.alambic.run;

/** A mistake in what the user typed: an unknown command, flag or recipe, or a recipe with an error (exit code 2). */
public final class UsageException extends RuntimeException {

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
