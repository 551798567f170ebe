package dev.alambic.data.survey;

/**
 * A sample, as far as others are compared with it.
 *
 * @param name what users call it
 * @param fingerprint equal for equal samples
 */
record Item(String name, String label, String part, String fingerprint) {}
