package dev.alambic.data.format;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.picture.FormOfPictures;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** PNG, JPEG, WebP, GIF, BMP and TIFF files. */
final class PictureFormat implements DataFormat {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff");

    @Override
    public Names names() {
        return new Names("", "images", "images");
    }

    /**
     * Takes any file that no other format has; it must have the model's size if the model does not say what becomes of
     * another.
     */
    @Override
    public Optional<RawSamples> unlabelled(Path path, InputMeaning meaning, DataOptions options) {
        return meaning instanceof InputMeaning.Image image
                ? pictures(path, own -> PictureForm.of(image))
                : Optional.empty();
    }

    /** Takes any file that no other format has. */
    @Override
    public Optional<RawSamples> pictures(Path path, FormOfPictures form) {
        return Optional.of(new RawSamples(
                List.of(String.valueOf(path.getFileName())),
                new float[][] {form.of(null).values(path)}));
    }

    @Override
    public Optional<InputSamples> tensors(SampleRequest request) {
        List<Path> pictures = request.ending(ENDINGS);
        if (pictures.isEmpty()) {
            return Optional.empty();
        }
        List<ValueInfo> inputs = request.inputs();
        if (inputs.size() != 1) {
            throw new UnsupportedModelException(
                    "images are for a model of one input (expected 1, was " + inputs.size() + ")");
        }
        InputMeaning said = ModelInfo.of(request.model()).input();
        PictureForm form = PictureForm.of(inputs.get(0), said, request.reading().images());
        InputSamples samples = InputSamples.of(
                        request.spread(pictures),
                        file -> request.pictures(form, form.values(file)),
                        request.path().toString())
                .madeOf(form);
        return Optional.of(Sequences.of(samples, request));
    }
}
