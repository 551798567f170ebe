package dev.alambic.packager.manifest;

/**
 * One file of the package.
 *
 * @param sha256 in lower-case hexadecimal
 * @param purpose what it is for
 */
public record FileEntry(String path, long bytes, String sha256, String purpose) {}
