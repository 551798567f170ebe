package dev.alambic.trainer.data;

/** The values behind a {@link Dataset} and all its subsets, one array a sample. */
abstract sealed class Samples {

    abstract int count();

    abstract void copy(int row, float[] target, int offset);

    /** Rows of a table, kept as given. */
    static final class Table extends Samples {
        private final float[][] rows;

        Table(float[][] rows) {
            this.rows = rows;
        }

        @Override
        int count() {
            return rows.length;
        }

        @Override
        void copy(int row, float[] target, int offset) {
            System.arraycopy(rows[row], 0, target, offset, rows[row].length);
        }
    }

    /** Unsigned bytes; raw value = {@code black + step * byte}. */
    static final class Pixels extends Samples {
        private final byte[][] images;
        private final float black;
        private final float step;

        Pixels(byte[][] images, float black, float step) {
            this.images = images;
            this.black = black;
            this.step = step;
        }

        @Override
        int count() {
            return images.length;
        }

        @Override
        void copy(int row, float[] target, int offset) {
            byte[] image = images[row];
            for (int i = 0; i < image.length; i++) {
                target[offset + i] = black + step * (image[i] & 0xff);
            }
        }
    }
}
