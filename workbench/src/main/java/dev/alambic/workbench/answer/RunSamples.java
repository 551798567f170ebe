package dev.alambic.workbench.answer;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.picture.DrawingForm;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.run.UsageException;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.workbench.shelf.Refusal;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The test part of a run's data, read when it is first asked for. */
public final class RunSamples {
    /** What drawings are compared with. */
    private static final int LOOKED_AT = 200;

    private final @Nullable Dataset test;
    private final DrawingForm drawings;

    private RunSamples(@Nullable Dataset test, DrawingForm drawings) {
        this.test = test;
        this.drawings = drawings;
    }

    /** Returns no samples. */
    static RunSamples none() {
        return new RunSamples(null, DrawingForm.usual());
    }

    /**
     * Reads the data of a run.
     *
     * @throws Refusal if they are not there any more, or are others
     */
    static RunSamples of(RunFolder folder) {
        try {
            Dataset test = RunData.of(folder.recipe()).test();
            return new RunSamples(test, drawings(test));
        } catch (InvalidDataException | InvalidModelException | UsageException | UncheckedIOException e) {
            throw new Refusal(409, "the data of this run cannot be read", e);
        }
    }

    private static DrawingForm drawings(Dataset test) {
        if (!(test.input() instanceof InputMeaning.Image image) || image.channels() != 1 || test.size() == 0) {
            return DrawingForm.usual();
        }
        return DrawingForm.of(some(test, LOOKED_AT), image);
    }

    /** Returns samples that are spread evenly over all, at most {@code most} of them. */
    public List<float[]> some(int most) {
        return test == null ? List.of() : some(test, most);
    }

    private static List<float[]> some(Dataset test, int most) {
        int count = Math.min(most, test.size());
        List<float[]> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] sample = new float[test.sampleSize()];
            test.copySample((int) ((long) i * test.size() / count), sample, 0);
            some.add(sample);
        }
        return some;
    }

    public int size() {
        return test == null ? 0 : test.size();
    }

    /** Returns the samples as they were read; null if there are none. */
    public @Nullable Dataset data() {
        return test == null || test.size() == 0 ? null : test;
    }

    /** Returns how drawings are placed. */
    DrawingForm drawings() {
        return drawings;
    }

    /** @throws Refusal if there is none of this number */
    float[] sample(int index) {
        Dataset data = required(index);
        float[] sample = new float[data.sampleSize()];
        data.copySample(index, sample, 0);
        return sample;
    }

    /** Returns what the data say of a sample. */
    String expected(int index) {
        return required(index).targets().said(index);
    }

    private Dataset required(int index) {
        if (test == null || index < 0 || index >= test.size()) {
            throw new Refusal(404, "no such sample (expected 0 to below " + size() + ")");
        }
        return test;
    }
}
