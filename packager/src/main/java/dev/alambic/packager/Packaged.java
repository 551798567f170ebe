package dev.alambic.packager;

import dev.alambic.packager.manifest.Manifest;

/**
 * What was packaged.
 *
 * @param bytes size of the zip
 */
public record Packaged(Manifest manifest, long bytes) {}
