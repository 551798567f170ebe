package dev.alambic.data.survey;

/**
 * A sample, as far as others are compared with it.
 *
 * @param name what users call it
 * @param key equal for equal samples; of a million different ones two have the same by a chance of 3 in 10^8
 */
record Item(String name, String label, String part, long key) {

    /** @param fingerprint in hexadecimal digits, as {@link dev.alambic.data.file.Fingerprint} gives it */
    static Item of(String name, String label, String part, String fingerprint) {
        return new Item(name, label, part, key(fingerprint));
    }

    /** Returns the key of a fingerprint: its first 64 bits. */
    static long key(String fingerprint) {
        return Long.parseUnsignedLong(fingerprint.substring(0, Long.SIZE / 4), 16);
    }
}
