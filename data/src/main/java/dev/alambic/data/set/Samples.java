package dev.alambic.data.set;

import dev.alambic.data.picture.ImageSize;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.picture.PictureStore;
import dev.alambic.data.sound.SoundStore;
import dev.alambic.onnx.InputMeaning;

/** The values behind a {@link Dataset} and all its subsets, one array a sample. */
public abstract sealed class Samples {

    public abstract int count();

    public abstract void copy(int row, float[] target, int offset);

    /** Returns whether a copy takes long, so that several threads should make several. */
    public boolean isWork() {
        return false;
    }

    /** Returns how many samples that follow each other are read as soon as one. */
    int together() {
        return 1;
    }

    /** Rows of a table. */
    static final class Table extends Samples {
        private final RowStore rows;

        Table(RowStore rows) {
            this.rows = rows;
        }

        @Override
        public int count() {
            return rows.count();
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            rows.copy(row, target, offset);
        }

        @Override
        public boolean isWork() {
            return together() > 1;
        }

        @Override
        int together() {
            return rows.together();
        }
    }

    /** The samples of a data set, then further ones. */
    static final class Joined extends Samples {
        private final Dataset first;
        private final Samples second;

        Joined(Dataset first, Samples second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public int count() {
            return first.size() + second.count();
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            if (row < first.size()) {
                first.copySample(row, target, offset);
            } else {
                second.copy(row - first.size(), target, offset);
            }
        }

        @Override
        public boolean isWork() {
            return first.isWork() || second.isWork();
        }
    }

    /** Numbers of tokens, as many as the text has; float32 holds them exactly below 2^24. */
    public static final class Tokens extends Samples {
        private static final int EXACT = 1 << 24;

        private final int[][] texts;
        private final InputMeaning.Text input;

        public Tokens(int[][] texts, InputMeaning.Text input) {
            for (int[] text : texts) {
                for (int token : text) {
                    if (token < 0 || token >= EXACT) {
                        throw new IllegalArgumentException(
                                "token: it is a number (expected 0 to below 2^24, was " + token + ")");
                    }
                }
            }
            this.texts = texts;
            this.input = input;
        }

        @Override
        public int count() {
            return texts.length;
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            int[] text = texts[row];
            for (int i = 0; i < input.length(); i++) {
                target[offset + i] = i < text.length ? text[i] : input.padId();
            }
        }
    }

    /** Unsigned bytes; raw value = {@code black + step * byte}. */
    public static final class Pixels extends Samples {
        private final byte[][] images;
        private final float black;
        private final float step;

        public Pixels(byte[][] images, float black, float step) {
            this.images = images;
            this.black = black;
            this.step = step;
        }

        /** Returns the same gray pictures in the form that a model takes. */
        Pictures inForm(PictureForm form, InputMeaning.Image own) {
            return new Pictures(this, form, own);
        }

        @Override
        public int count() {
            return images.length;
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            byte[] image = images[row];
            for (int i = 0; i < image.length; i++) {
                target[offset + i] = black + step * (image[i] & 0xff);
            }
        }
    }

    /** Pictures in files, each decoded when it is asked for. */
    static final class Files extends Samples {
        private final PictureStore store;
        private final PictureForm form;

        Files(PictureStore store, PictureForm form) {
            this.store = store.in(form);
            this.form = form;
        }

        Files inForm(PictureForm other) {
            return new Files(store, other);
        }

        @Override
        public int count() {
            return store.count();
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            store.copy(row, form, target, offset);
        }

        @Override
        public boolean isWork() {
            return true;
        }
    }

    /** Sounds in files, each read when it is asked for. */
    static final class Sounds extends Samples {
        private final SoundStore store;

        Sounds(SoundStore store) {
            this.store = store;
        }

        @Override
        public int count() {
            return store.count();
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            store.copy(row, target, offset);
        }

        @Override
        public boolean isWork() {
            return true;
        }
    }

    /** Gray pictures, brought to the form of a model when they are asked for. */
    static final class Pictures extends Samples {
        private final Pixels pixels;
        private final PictureForm form;
        private final ImageSize size;
        private final float white;

        private Pictures(Pixels pixels, PictureForm form, InputMeaning.Image own) {
            this.pixels = pixels;
            this.form = form;
            this.size = ImageSize.of(own);
            this.white = (own.max() - own.min()) / pixels.step;
            if (size.channels() != 1 || pixels.black != own.min()) {
                throw new IllegalArgumentException("pictures: gray, black being 0 (was " + own + ")");
            }
        }

        @Override
        public int count() {
            return pixels.images.length;
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            form.copy(pixels.images[row], size, white, target, offset);
        }
    }
}
