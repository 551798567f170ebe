package dev.alambic.onnx.edit;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of a finished model of pictures that takes their bytes as decoders give them:
 *
 * <pre>
 * pixels  uint8 [batch, height, width, channels]     gray, or red, green and blue; 0 black, 255 white
 * part    = pixels, or the middle of it that has the model's proportions (crop)
 * sized   = Resize(part), bilinear and antialiased; in the middle of black (pad)
 * x       = min + (max - min) / 255 * float(sized)   [batch, channels, height, width], the input that the model had
 * </pre>
 *
 * Height and width are free where the model says what becomes of another size, else those of the model. Sizes and
 * places are those that the readers of pictures compute, to the pixel. {@code Resize} antialiases from opset 18 on.
 */
public final class ByteInput {

    /** The first opset whose {@code Resize} antialiases. */
    public static final int OPSET = 18;

    private static final String NAME = "pixels";

    private ByteInput() {}

    /** Returns whether a model takes the bytes of pictures: one input of that type, and its metadata say so. */
    public static boolean isTaken(List<ValueInfo> inputs, InputMeaning.Image image) {
        TensorType type = inputs.size() == 1 ? inputs.get(0).type() : null;
        Shape shape = type == null ? null : type.shape();
        return type != null
                && type.elementType() == DataType.UINT8
                && shape != null
                && shape.rank() == 4
                && shape.dim(3).equals(Dim.of(image.channels()));
    }

    /**
     * Returns {@code model} with the bytes of pictures as its input.
     *
     * @param model of opset {@value #OPSET} at least
     * @throws UnsupportedModelException if it takes no pictures of floats, or bytes already
     */
    public static OnnxModel applyTo(OnnxModel model) {
        if (!(ModelInfo.of(model).input() instanceof InputMeaning.Image image)) {
            InputMeaning meaning = ModelInfo.of(model).input();
            throw new UnsupportedModelException("model: only pictures have bytes to take (expected metadata of them, "
                    + "was " + (meaning == null ? "none" : "a " + meaning.kind()) + ")");
        }
        ValueInfo planes = planes(model.graph(), image);
        if (model.opset() < OPSET) {
            throw new IllegalArgumentException("bytes as input: the opset has an antialiased Resize (expected " + OPSET
                    + " or more, was " + model.opset() + ")");
        }
        return model.withGraph(model.graph().edit(out -> {
            String pixels = out.fresh(NAME);
            out.inputs(model.graph().inputs().stream()
                    .map(input -> input.name().equals(planes.name()) ? bytes(pixels, planes, image) : input)
                    .toList());
            out.nodes(List.of()); // those of the model go behind
            new PictureNodes(out, image).write(pixels, planes.name());
            model.graph().nodes().forEach(out::node);
            List<ValueInfo> known = new ArrayList<>(model.graph().valueInfos());
            known.add(planes);
            out.valueInfos(known);
        }));
    }

    private static ValueInfo planes(Graph graph, InputMeaning.Image image) {
        List<ValueInfo> inputs = graph.requiredInputs();
        if (isTaken(inputs, image)) {
            throw new UnsupportedModelException("model: its input is bytes already (" + inputs.get(0) + ")");
        }
        TensorType type = inputs.size() == 1 ? inputs.get(0).type() : null;
        Shape shape = type == null ? null : type.shape();
        boolean fits = type != null
                && type.elementType() == DataType.FLOAT
                && shape != null
                && shape.rank() == 4
                && shape.admits(new long[] {
                    shape.dim(0) instanceof Dim.Fixed batch ? batch.size() : 1,
                    image.channels(),
                    image.height(),
                    image.width()
                });
        if (!fits) {
            throw new UnsupportedModelException("model: its pictures come by one input (expected float [batch, "
                    + image.channels() + ", " + image.height() + ", " + image.width() + "], was " + inputs + ")");
        }
        return inputs.get(0);
    }

    private static ValueInfo bytes(String name, ValueInfo planes, InputMeaning.Image image) {
        Shape shape = planes.type() == null ? null : planes.type().shape();
        Dim batch = shape == null ? Dim.of("batch") : shape.dim(0);
        boolean free = image.fit() != null;
        return ValueInfo.of(
                name,
                DataType.UINT8,
                new Shape(List.of(
                        batch,
                        free ? Dim.of("height") : Dim.of(image.height()),
                        free ? Dim.of("width") : Dim.of(image.width()),
                        Dim.of(image.channels()))));
    }
}
