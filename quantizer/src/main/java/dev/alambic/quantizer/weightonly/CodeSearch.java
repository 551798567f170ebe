package dev.alambic.quantizer.weightonly;

/** Chooses codes, scales and zero points. */
interface CodeSearch {

    /**
     * Rounds some rows of a matrix.
     *
     * @param rows float32 [rows of {@code codes}, columns], finite; not changed
     * @param codes filled in
     */
    void round(float[] rows, Codes codes);
}
