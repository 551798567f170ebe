package dev.alambic.onnx.catalogue;

import dev.alambic.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Opens a model by name or path: one of the catalogue ({@link #names()}), or an ONNX file.
 *
 * <pre>{@code
 * OnnxModel backbone = ModelSource.open("all-minilm-l6-v2");
 * InputMeaning.Text input = (InputMeaning.Text) ModelInfo.of(backbone).input();
 * }</pre>
 */
public final class ModelSource {

    private ModelSource() {}

    /** Returns the names of the catalogue, whether the models are there or not. */
    public static List<String> names() {
        return Arrays.stream(CatalogueModel.values())
                .map(CatalogueModel::publicName)
                .toList();
    }

    /** Returns whether the catalogue has a model of that name. */
    public static boolean isName(String name) {
        return CatalogueModel.named(name).isPresent();
    }

    /** Returns whether a model of the catalogue is on the class path. */
    public static boolean isThere(String name) {
        return CatalogueModel.named(name).map(CatalogueModel::isThere).orElse(false);
    }

    /**
     * Reads a model; a name goes before a file of that name ({@code ./all-minilm-l6-v2} means the file). A model of
     * texts from the catalogue carries its tokenizer in its metadata; otherwise models are as their makers wrote them.
     *
     * @throws dev.alambic.onnx.graph.InvalidModelException if the file is missing or breaks ONNX
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if a model of the catalogue is not on the class path
     */
    public static OnnxModel open(String nameOrPath) {
        return CatalogueModel.named(nameOrPath)
                .map(CatalogueModel::read)
                .orElseGet(() -> OnnxModel.read(Path.of(nameOrPath)));
    }
}
