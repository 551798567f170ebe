package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.packager.PackageVerifier;
import dev.alambic.packager.Verification;
import dev.alambic.packager.sign.VerifyingKey;
import java.nio.file.Path;

/** Checks a package. */
public final class VerifyCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "verify",
                "<package.zip>",
                "check a package: every byte, hashes, signature, manifest, and the golden vectors in ONNX Runtime",
                new Flags()
                        .value("key", "FILE", "the public key that must have signed it (X.509 in PEM form, Ed25519)"));
    }

    @Override
    public int run(Arguments arguments, Console console) {
        Path file = arguments.file();
        VerifyingKey signer = arguments.path("key").map(VerifyingKey::read).orElse(null);
        Verification verified = PackageVerifier.verify(file, signer);
        console.result(verified, () -> text(verified, signer != null));
        return verified.isMatched() ? ExitCode.DONE : ExitCode.GOAL_MISSED;
    }

    private static String text(Verification verified, boolean known) {
        String signed = verified.signer() == null
                ? "not signed"
                : (known ? "signed by the given key " : "signed by a key of which nothing is known here: ")
                        + verified.signer();
        String head = verified.name() + " " + verified.version() + ": whole and unchanged, " + verified.files()
                + " files; " + signed + "\n";
        return head
                + (verified.isMatched()
                        ? verified.answers().cases() + " golden vectors answered as expected by "
                                + verified.answers().runtime()
                        : verified.answers().runtime() + " on this machine answers differently:\n"
                                + String.join("\n", verified.answers().misses()));
    }
}
