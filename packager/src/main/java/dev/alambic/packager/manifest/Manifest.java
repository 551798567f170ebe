package dev.alambic.packager.manifest;

import dev.alambic.onnx.state.StatePair;
import dev.alambic.onnx.state.StatePairs;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Objects;

/**
 * The content of {@code manifest.json}; {@code manifest.schema.json} says the same for other programs. It has many
 * parts and is made in one place.
 *
 * @param format version of this form; {@value #FORMAT} is the only one
 * @param identity name, version, task, labels (one for each class of the first output) and licence
 * @param targets what the package is for: {@code android}, {@code ios}, {@code server}
 * @param inputs in the order of the model
 * @param outputs in the order of the model
 * @param preprocessing from what a person has to the model's inputs, step by step
 * @param postprocessing from the first output to an answer, step by step
 * @param files every file but this one, {@code SHA256SUMS} and {@code signature.json}
 */
@RecordBuilder
public record Manifest(
        int format,
        Identity identity,
        List<String> targets,
        ModelFile model,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        List<Step> preprocessing,
        List<Step> postprocessing,
        Golden golden,
        Provenance provenance,
        Evidence evidence,
        List<FileEntry> files)
        implements ManifestBuilder.With {

    /** The version of the form that this program writes and reads. */
    public static final int FORMAT = 1;

    /** Returns what goes on from call to call. */
    public StatePairs states() {
        return new StatePairs(inputs.stream()
                .filter(input -> input.state() != null)
                .map(input -> new StatePair(input.name(), Objects.requireNonNull(input.state())))
                .toList());
    }

    public Manifest {
        targets = List.copyOf(targets);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        preprocessing = List.copyOf(preprocessing);
        postprocessing = List.copyOf(postprocessing);
        files = List.copyOf(files);
        outputs.stream().findFirst().ifPresent(identity::requireFor);
    }
}
