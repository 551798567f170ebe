package dev.alambic.data.format;

import dev.alambic.data.picture.ImageOptions;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.ValueInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is wanted of a file or folder: samples for a model.
 *
 * @param files those below {@code path}, or itself
 * @param images how pictures are read where the model does not say it
 * @param most samples to take at most
 */
public record SampleRequest(Path path, List<Path> files, OnnxModel model, ImageOptions images, int most) {

    public static SampleRequest of(Path path, OnnxModel model, ImageOptions images, int most) {
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            return new SampleRequest(path, files, model, images, most);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    /** Returns what must be fed. */
    public List<ValueInfo> inputs() {
        return model.graph().requiredInputs();
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

    /** Returns as many as are wanted, spread evenly. */
    public <T> List<T> spread(List<T> all) {
        int taken = Math.min(most, all.size());
        List<T> some = new ArrayList<>();
        for (int i = 0; i < taken; i++) {
            some.add(all.get((int) ((long) i * all.size() / taken)));
        }
        return some;
    }
}
