package dev.alambic.data.set;

import dev.alambic.data.picture.ImageSize;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.picture.PictureStore;
import dev.alambic.data.sound.SoundStore;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Labelled samples in raw units: a table row is its features in the units of the file, float32 [features]; an image its
 * pixels, float32 [channels, height, width] from {@code min} (black) to {@code max} (white) of
 * {@link InputMeaning.Image}; a text its tokens, whole numbers, float32 [length], padded behind. Images are kept as
 * bytes, or as files that are decoded when they are asked for, tables as floats, large ones in a file, texts as
 * integers without their padding; a subset is a view on the same memory. What a sample is to be answered with stands in
 * {@link #targets()}: a class, several labels, or numbers.
 */
public final class Dataset {
    private final String name;
    private final InputMeaning input;
    private final Targets targets;
    private final Samples samples;
    private final int[] rows;
    private final long[] sampleShape;
    private final @Nullable PictureForm form;
    private List<String> notes = List.of();
    /** By the rows of {@link #samples}, all of them. */
    private int @Nullable [] groups;

    private Dataset(Dataset whole, int[] rows, Targets targets) {
        this.name = whole.name;
        this.input = whole.input;
        this.targets = targets;
        this.samples = whole.samples;
        this.rows = rows;
        this.sampleShape = whole.sampleShape;
        this.form = whole.form;
        this.notes = whole.notes;
        this.groups = whole.groups;
    }

    /** The same samples as pictures in a form. */
    private Dataset(Dataset plain, PictureForm form, Samples samples) {
        this.name = plain.name;
        this.input = form.meaning();
        this.targets = plain.targets;
        this.samples = samples;
        this.rows = plain.rows;
        this.sampleShape = form.sampleShape();
        this.form = form;
        this.notes = plain.notes;
        this.groups = plain.groups;
    }

    private Dataset(String name, InputMeaning input, Targets targets, Samples samples) {
        this.name = name;
        this.input = input;
        this.targets = targets;
        this.samples = samples;
        this.rows = IntStream.range(0, targets.size()).toArray();
        this.sampleShape = input.sampleShape();
        this.form = null;
        if (samples.count() != targets.size()) {
            throw new IllegalArgumentException(
                    name + ": one label a sample (expected " + samples.count() + ", was " + targets.size() + ")");
        }
    }

    private static Targets classes(String name, List<String> classes, int[] labels) {
        try {
            return Targets.classes(classes, labels);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns a table, which keeps the given rows without a copy.
     *
     * @param rows [samples][features], raw units, finite but for NaN where the column may miss a value
     * @param labels class index of each row
     */
    public static Dataset table(
            String name, InputMeaning.Table input, List<String> classes, float[][] rows, int[] labels) {
        return table(name, input, rows, classes(name, classes, labels));
    }

    /**
     * Returns a table, which keeps the given rows without a copy.
     *
     * @param rows [samples][features], raw units, finite
     */
    public static Dataset table(String name, InputMeaning.Table input, float[][] rows, Targets targets) {
        requireWidths(name, Arrays.stream(rows).mapToInt(row -> row.length), input);
        boolean[] gaps = gaps(input);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                boolean mayMiss = gaps[j] && Float.isNaN(rows[i][j]);
                if (!mayMiss && !Float.isFinite(rows[i][j])) {
                    throw new IllegalArgumentException(
                            name + ", row " + i + ": '" + input.features().get(j)
                                    + "' is a number (expected a finite one, was " + rows[i][j] + ")");
                }
            }
        }
        return new Dataset(name, input, targets, new Samples.Table(RowStore.of(rows)));
    }

    /**
     * Returns a table.
     *
     * @param rows in raw units, finite but for NaN where the column may miss a value
     */
    public static Dataset table(String name, InputMeaning.Table input, RowStore rows, Targets targets) {
        requireWidths(name, IntStream.of(rows.width()), input);
        return new Dataset(name, input, targets, new Samples.Table(rows));
    }

    private static boolean[] gaps(InputMeaning.Table input) {
        List<TableColumn> columns = input.columnOfFeature();
        boolean[] gaps = new boolean[columns.size()];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = columns.get(i).missing() != null;
        }
        return gaps;
    }

    /**
     * Returns images, which keep the given bytes without a copy.
     *
     * @param images [samples][channels * height * width], unsigned, 0 is black and 255 white
     * @param labels class index of each image
     */
    public static Dataset images(
            String name, InputMeaning.Image input, List<String> classes, byte[][] images, int[] labels) {
        requireWidths(name, Arrays.stream(images).mapToInt(image -> image.length), input);
        float step = (input.max() - input.min()) / 255;
        return new Dataset(name, input, classes(name, classes, labels), new Samples.Pixels(images, input.min(), step));
    }

    /**
     * Returns texts, which keep the given tokens without a copy.
     *
     * @param tokens [samples][tokens], without padding, each below 2^24
     * @param labels class index of each text
     */
    public static Dataset texts(
            String name, InputMeaning.Text input, List<String> classes, int[][] tokens, int[] labels) {
        return texts(name, input, tokens, classes(name, classes, labels));
    }

    /**
     * Returns texts, which keep the given tokens without a copy.
     *
     * @param tokens [samples][tokens], without padding, each below 2^24
     */
    public static Dataset texts(String name, InputMeaning.Text input, int[][] tokens, Targets targets) {
        return new Dataset(name, input, targets, new Samples.Tokens(tokens, input));
    }

    /** Returns sounds in files, which are read when they are asked for. */
    public static Dataset sounds(String name, InputMeaning.Sound input, SoundStore files, Targets targets) {
        return new Dataset(name, input, targets, new Samples.Sounds(files));
    }

    /**
     * Returns sounds, which keep the given values without a copy.
     *
     * @param sounds [sounds][samples]
     */
    public static Dataset sounds(String name, InputMeaning.Sound input, float[][] sounds, Targets targets) {
        requireWidths(name, Arrays.stream(sounds).mapToInt(sound -> sound.length), input);
        return new Dataset(name, input, targets, new Samples.Table(RowStore.of(sounds)));
    }

    /**
     * Returns pictures in files, which are decoded when they are asked for.
     *
     * @param input of the size that {@code files} are brought to, and so that it says how
     */
    public static Dataset pictures(String name, InputMeaning.Image input, PictureStore files, Targets targets) {
        return new Dataset(name, input, targets, new Samples.Files(files, PictureForm.of(input)));
    }

    /** Returns these rows read as images, whose values are whole numbers from 0 to 255. */
    public Dataset asImages(InputMeaning.Image image) {
        byte[][] pixels = new byte[size()][sampleSize()];
        float[] row = new float[sampleSize()];
        for (int i = 0; i < size(); i++) {
            copySample(i, row, 0);
            for (int j = 0; j < row.length; j++) {
                int level = (int) row[j];
                if (level != row[j] || level < 0 || level > 255) {
                    throw new IllegalArgumentException(name + ", row " + i
                            + ": a pixel is a level (expected a whole number from 0 to 255, was " + row[j] + ")");
                }
                pixels[i][j] = (byte) level;
            }
        }
        requireWidths(name, IntStream.of(sampleSize()), image);
        return new Dataset(name, image, targets, new Samples.Pixels(pixels, 0, 1));
    }

    /**
     * Returns these pictures in the form that a model takes, each made when it is asked for; they then mean what
     * {@link PictureForm#meaning()} says.
     *
     * @throws dev.alambic.data.file.InvalidDataException if they have another size, and the form does not say how to
     *     bring them to its own
     */
    public Dataset inForm(PictureForm form) {
        if (samples instanceof Samples.Files files) {
            return new Dataset(this, form, files.inForm(form));
        }
        if (!(samples instanceof Samples.Pixels pixels && input instanceof InputMeaning.Image own)) {
            throw new IllegalArgumentException(name + ": no pictures (was " + input + ")");
        }
        form.requireTaken(name, ImageSize.of(own));
        return new Dataset(this, form, pixels.inForm(form, own));
    }

    private static void requireWidths(String name, IntStream widths, InputMeaning input) {
        long expected = Arrays.stream(input.sampleShape()).reduce(1, Math::multiplyExact);
        widths.filter(width -> width != expected).findAny().ifPresent(width -> {
            throw new IllegalArgumentException(
                    name + ": wrong length of a sample (expected " + expected + ", was " + width + ")");
        });
    }

    /** Checks that a part of the same data, made elsewhere, can be fed to the same model. */
    void requireLike(Dataset part) {
        if (!part.targets.isLike(targets) || !part.input.equals(input)) {
            throw new IllegalArgumentException(part.name + ": a part must have the "
                    + (targets instanceof Targets.Classes ? "classes" : "targets") + " and input of " + name);
        }
    }

    public String name() {
        return name;
    }

    /** Returns the number of samples. */
    public int size() {
        return rows.length;
    }

    public InputMeaning input() {
        return input;
    }

    /** Returns what the samples are to be answered with. */
    public Targets targets() {
        return targets;
    }

    /**
     * Returns the class names: numbers in numeric order, other names sorted, or the order that was asked for.
     *
     * @throws IllegalStateException if the targets are no classes; so do the next methods
     */
    public List<String> classes() {
        return ofClasses().names();
    }

    /** Returns the class index of a sample, or {@link Targets#UNLABELLED}. */
    public int label(int index) {
        return ofClasses().label(index);
    }

    /** Returns the class index of each sample, or {@link Targets#UNLABELLED}. */
    public int[] labels() {
        return ofClasses().labels();
    }

    /** Returns the number of samples of each class, in the order of {@link #classes()}. */
    public int[] classCounts() {
        Targets.Classes classes = ofClasses();
        int[] counts = new int[classes.names().size()];
        for (int i = 0; i < size(); i++) {
            if (classes.label(i) != Targets.UNLABELLED) {
                counts[classes.label(i)]++;
            }
        }
        return counts;
    }

    /** Returns the samples that have a class; all where numbers, or several labels, are learnt. */
    public Dataset labelled() {
        if (!(targets instanceof Targets.Classes classes) || classes.labelled() == size()) {
            return this;
        }
        return subset(IntStream.range(0, size())
                .filter(i -> classes.label(i) != Targets.UNLABELLED)
                .toArray());
    }

    /**
     * Returns these samples followed by others, whose classes nobody knows.
     *
     * @param others of the same input, raw units
     */
    public Dataset withUnlabelled(RowStore others) {
        requireWidths(name, IntStream.of(others.width()), input);
        int[] labels = Arrays.copyOf(labels(), size() + others.count());
        Arrays.fill(labels, size(), labels.length, Targets.UNLABELLED);
        Dataset joined = new Dataset(
                name, input, Targets.classes(classes(), labels), new Samples.Joined(this, new Samples.Table(others)));
        joined.notes = notes;
        return joined;
    }

    /** Returns samples in raw units whose classes nobody knows. */
    public static Dataset unlabelled(String name, InputMeaning input, List<String> classes, RowStore rows) {
        requireWidths(name, IntStream.of(rows.width()), input);
        int[] labels = new int[rows.count()];
        Arrays.fill(labels, Targets.UNLABELLED);
        return new Dataset(name, input, classes(name, classes, labels), new Samples.Table(rows));
    }

    /** Returns the same samples with these class indices. */
    public Dataset withLabels(int[] labels) {
        return new Dataset(this, rows, classes(name, classes(), labels));
    }

    /** Returns the same samples, to be answered with something else. */
    public Dataset withTargets(Targets newTargets) {
        if (newTargets.size() != size()) {
            throw new IllegalArgumentException(
                    name + ": one answer a sample (expected " + size() + ", was " + newTargets.size() + ")");
        }
        return new Dataset(this, rows, newTargets);
    }

    private Targets.Classes ofClasses() {
        if (targets instanceof Targets.Classes classes) {
            return classes;
        }
        throw new IllegalStateException(name + ": no classes (was " + targets + ")");
    }

    /** Returns what reading has left out or decided, and what a user should know of the data, one line each. */
    public List<String> notes() {
        return notes;
    }

    /** Sets what a user should know of the data. */
    public Dataset withNotes(List<String> newNotes) {
        Dataset noted = new Dataset(this, rows, targets);
        noted.notes = List.copyOf(newNotes);
        return noted;
    }

    /**
     * Tells which samples belong together.
     *
     * @param newGroups for each sample a number, the same for those that do
     */
    public Dataset withGroups(int[] newGroups) {
        if (newGroups.length != samples.count() || size() != newGroups.length) {
            throw new IllegalArgumentException(
                    name + ": one group a sample (expected " + size() + ", was " + newGroups.length + ")");
        }
        Dataset grouped = new Dataset(this, rows, targets);
        grouped.groups = newGroups.clone();
        return grouped;
    }

    /** Returns whether it is told which samples belong together. */
    public boolean isGrouped() {
        return groups != null;
    }

    /** Returns the group of a sample, 0 where it is not told. */
    int group(int index) {
        return groups == null ? 0 : groups[rows[index]];
    }

    /** Returns whether reading a sample takes long, so that several threads should read several. */
    public boolean isWork() {
        return samples.isWork();
    }

    /** Returns how many samples that follow each other are read as soon as one; see {@link BatchOrder}. */
    int together() {
        return samples.together();
    }

    /** Returns the form that pictures were brought to, null for samples as they are. */
    public @Nullable PictureForm form() {
        return form;
    }

    /** Returns the extents of one sample as it is fed to a model, without the batch axis. */
    public long[] sampleShape() {
        return sampleShape.clone();
    }

    /** Returns the number of values of one sample. */
    public int sampleSize() {
        return Math.toIntExact(Arrays.stream(sampleShape).reduce(1, Math::multiplyExact));
    }

    /** Returns where a sample stands in the data as they were read. */
    public int origin(int index) {
        return rows[index];
    }

    /** Returns all samples as they were read, of which these may be a part; nobody knows their labels. */
    public Dataset whole() {
        int[] labels = new int[samples.count()];
        Arrays.fill(labels, Targets.UNLABELLED);
        List<String> names = targets instanceof Targets.Classes ? targets.names() : List.of("0", "1");
        return new Dataset(this, IntStream.range(0, labels.length).toArray(), Targets.classes(names, labels));
    }

    /** Writes the values of one sample, raw units, from {@code target[offset]} on. */
    public void copySample(int index, float[] target, int offset) {
        samples.copy(rows[index], target, offset);
    }

    /**
     * Returns the samples at these indices, in this order; an index may occur more than once.
     *
     * @throws IndexOutOfBoundsException if an index is outside 0 to {@code size() - 1}
     */
    public Dataset subset(int[] indices) {
        int[] chosen = Arrays.stream(indices).map(index -> rows[index]).toArray();
        return new Dataset(this, chosen, targets.subset(indices));
    }

    @Override
    public String toString() {
        return name + " (" + size() + " samples, " + targets + ")";
    }
}
