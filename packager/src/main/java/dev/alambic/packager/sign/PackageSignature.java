package dev.alambic.packager.sign;

import dev.alambic.packager.archive.Archive;
import dev.alambic.packager.archive.InvalidPackageException;
import dev.alambic.packager.manifest.ManifestJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code signature.json}: the signature of {@code SHA256SUMS}, and so of every file.
 *
 * @param algorithm {@code Ed25519}
 * @param publicKey X.509, base 64; it tells who signed only to those who know the key
 * @param signature 64 bytes, base 64
 */
public record PackageSignature(String algorithm, String publicKey, String signature) {
    /** The name of the signature in a package. */
    public static final String FILE = "signature.json";

    private static final String ALGORITHM = "Ed25519";

    public PackageSignature {
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(publicKey, "publicKey");
        Objects.requireNonNull(signature, "signature");
    }

    /** Returns the content of the file for a list of hashes. */
    public static String of(String hashes, SigningKey key) {
        byte[] signed = key.sign(hashes.getBytes(StandardCharsets.UTF_8));
        return ManifestJson.write(new PackageSignature(
                ALGORITHM, key.verifyingKey().text(), Base64.getEncoder().encodeToString(signed)));
    }

    /**
     * Checks the signature of {@code archive}, if there is one.
     *
     * @return the key that signed
     * @throws InvalidPackageException if the signature is not of these files
     */
    public static Optional<VerifyingKey> check(Archive archive) {
        if (!archive.has(FILE)) {
            return Optional.empty();
        }
        PackageSignature read = ManifestJson.read(FILE, archive.text(FILE), PackageSignature.class);
        if (!ALGORITHM.equals(read.algorithm) || !ManifestJson.write(read).equals(archive.text(FILE))) {
            throw new InvalidPackageException(FILE, "it has the form that alambic writes", ALGORITHM, "another");
        }
        try {
            VerifyingKey key = VerifyingKey.of(Base64.getDecoder().decode(read.publicKey));
            byte[] signed = Base64.getDecoder().decode(read.signature);
            // base 64 has several texts for the same bytes
            boolean plain = key.text().equals(read.publicKey)
                    && Base64.getEncoder().encodeToString(signed).equals(read.signature);
            if (plain && key.accepts(archive.bytes(HashList.FILE), signed)) {
                return Optional.of(key);
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidPackageException(FILE + ": broken: " + e.getMessage(), e);
        }
        throw new InvalidPackageException(FILE, "the signature is of " + HashList.FILE, "that", "of something else");
    }
}
