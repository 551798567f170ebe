package dev.alambic.data.format;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.picture.FormOfPictures;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.data.set.LoadedData;
import dev.alambic.onnx.InputMeaning;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One format of files. A format says of each question whether a path is its own: empty means that the next format may
 * have it, {@link dev.alambic.data.file.InvalidDataException} that it is broken.
 */
public interface DataFormat {

    /** Returns what users call it. */
    Names names();

    /**
     * What users call a format; empty for what it does not hold.
     *
     * @param labelled files of labelled data, with an article
     * @param samples files of samples without labels
     * @param folder what lies in a folder of it
     */
    record Names(String labelled, String samples, String folder) {}

    /** Reads labelled data. */
    default Optional<LoadedData> labelled(Path path, DataOptions options) {
        return Optional.empty();
    }

    /**
     * Reads samples without labels for a model whose input meaning is known.
     *
     * @param options how a table is read, and which of its columns holds texts
     */
    default Optional<RawSamples> unlabelled(Path path, InputMeaning meaning, DataOptions options) {
        return Optional.empty();
    }

    /** Reads pictures without labels, in the form that a model takes. */
    default Optional<RawSamples> pictures(Path path, FormOfPictures form) {
        return Optional.empty();
    }

    /** Reads a file as one sample, where {@link #unlabelled} would take it apart. */
    default Optional<RawSamples> whole(Path path, InputMeaning meaning) {
        return Optional.empty();
    }

    /** Reads one sample that is no file but written out, for example on a command line. */
    default Optional<RawSamples> written(String words, InputMeaning meaning) {
        return Optional.empty();
    }

    /** Reads samples for a model that need not say what its input means. */
    default Optional<InputSamples> tensors(SampleRequest request) {
        return Optional.empty();
    }
}
