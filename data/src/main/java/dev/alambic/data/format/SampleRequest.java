package dev.alambic.data.format;

import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.ByteInput;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.state.StatePairs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is wanted of a file or folder: samples for a model.
 *
 * @param files those below {@code path}, or itself
 * @param most samples to take at most
 * @param sequence how many calls of a model with state follow each other; 0 for as many as there are
 */
public record SampleRequest(
        Path path, List<Path> files, OnnxModel model, ReadingOptions reading, int most, int sequence) {

    public static SampleRequest of(Path path, OnnxModel model, ReadingOptions reading, int most, int sequence) {
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            return new SampleRequest(path, files, model, reading, most, sequence);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    /** Returns what must be fed, but for a model's state, which it gives itself. */
    public List<ValueInfo> inputs() {
        return states().others(model.graph());
    }

    /** Returns what the model carries from call to call. */
    public StatePairs states() {
        return StatePairs.of(model);
    }

    /** Returns a picture as the one input of the model: in its form, or as bytes where the model takes those. */
    Map<String, Tensor> pictures(PictureForm form, float[] values) {
        List<ValueInfo> inputs = inputs();
        return ModelInfo.of(model).input() instanceof InputMeaning.Image image && ByteInput.isTaken(inputs, image)
                ? ModelInputs.of(inputs, image).feeds(values, 1)
                : Map.of(inputs.get(0).name(), form.batch(values, 1));
    }

    /** Returns the files whose names end like this, without the dot, in capitals or not. */
    List<Path> ending(Set<String> endings) {
        return files.stream()
                .filter(file -> {
                    String name = file.toString();
                    return endings.contains(
                            name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
                })
                .toList();
    }

    /** Returns as many as are wanted, spread evenly; calls of a model with state follow each other. */
    public <T> List<T> spread(List<T> all) {
        if (!states().isEmpty()) {
            return List.copyOf(all.subList(0, Math.min(most, all.size())));
        }
        int taken = Math.min(most, all.size());
        List<T> some = new ArrayList<>();
        for (int i = 0; i < taken; i++) {
            some.add(all.get((int) ((long) i * all.size() / taken)));
        }
        return some;
    }
}
