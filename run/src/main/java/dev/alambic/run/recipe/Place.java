package dev.alambic.run.recipe;

/**
 * Where a value was written.
 *
 * @param source the file, or the command line's {@code --set path=value}
 * @param line from 1; 0 where the source has no lines
 */
record Place(String source, int line) {

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
