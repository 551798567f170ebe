package dev.alambic.packager.sign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A fresh pair of keys as PEM files. */
public record Keys(Path secret, Path open) {

    public static Keys make(Path folder, String name, String algorithm) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        return new Keys(
                write(folder.resolve(name + ".pem"), "PRIVATE KEY", pair.getPrivate()),
                write(folder.resolve(name + "-public.pem"), "PUBLIC KEY", pair.getPublic()));
    }

    private static Path write(Path file, String kind, Key key) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key.getEncoded());
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
