package dev.alambic.packager.contract;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.edit.ByteInput;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.packager.manifest.Step;
import dev.alambic.packager.manifest.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/** The input of a model that takes the bytes of pictures and brings them to its size by itself. */
final class BytePictures {
    private static final int WHITE = 255;

    private BytePictures() {}

    static boolean areTaken(List<ValueInfo> inputs, InputMeaning.Image image) {
        return ByteInput.isTaken(inputs, image);
    }

    static List<String> axes() {
        return List.of("batch", "height", "width", "channels");
    }

    static TensorSpec.Range range() {
        return new TensorSpec.Range(0, WHITE);
    }

    static String content(InputMeaning.Image image) {
        String size = image.fit() == null
                ? "of " + image.width() + " x " + image.height() + " pixels (width x height)"
                : "of any size, which the model brings to its own, " + image.width() + " x " + image.height();
        return "the bytes of a picture " + size;
    }

    static List<Step> steps(List<ValueInfo> inputs, InputMeaning.Image image) {
        List<Step> steps = new ArrayList<>(List.of(new Step.Decode("RGB", "black")));
        if (image.channels() == 1) {
            steps.add(ImageForm.GREYSCALE);
        }
        steps.add(new Step.Layout("NHWC", "uint8"));
        steps.add(new Step.Feed(inputs.get(0).name(), "that tensor"));
        return steps;
    }

    /** Returns the extent that golden vectors give to an axis: other sides than the model's, so that resizing shows. */
    static long extent(InputMeaning.Image image, int axis) {
        return axis == 1 ? image.height() + image.height() / 5 + 2 : image.width() + image.width() / 8 + 3;
    }
}
