package dev.alambic.onnx.edit;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;

/**
 * Writes the nodes from the bytes of a picture to the values that a model takes. Sizes are computed in float64 and
 * rounded half up, as those of the readers of pictures are; their pairs are height and width.
 */
final class PictureNodes {

    private static final long[] SIDES = {1, 2};

    private final Graph.Builder out;
    private final InputMeaning.Image image;

    PictureNodes(Graph.Builder out, InputMeaning.Image image) {
        this.out = out;
        this.image = image;
    }

    /**
     * Writes them.
     *
     * @param pixels the input, uint8 [batch, height, width, channels]
     * @param planes what they give, float [batch, channels, height, width]
     */
    void write(String pixels, String planes) {
        String sized = image.fit() == null
                ? pixels
                : switch (image.fit()) {
                    case STRETCH -> resized(pixels, longs("sides", image.height(), image.width()));
                    case CROP -> resized(middle(pixels), longs("sides", image.height(), image.width()));
                    case PAD -> onBlack(pixels);
                };
        boolean scaled = image.min() != 0 || image.max() != 255;
        String turned = add(node("Transpose", List.of(sized), "planes").with("perm", new long[] {0, 3, 1, 2}));
        String levels = scaled ? out.fresh("levels") : planes;
        out.node(cast(turned, levels, DataType.FLOAT));
        if (scaled) {
            String scale = out.constant("scale", Tensor.scalar((image.max() - image.min()) / 255));
            String black = out.constant("black", Tensor.scalar(image.min()));
            String spread = out.node("Mul", List.of(levels, scale), "spread");
            out.node(Node.of("Add", List.of(spread, black), planes));
        }
    }

    /** Weights of pixels beyond the border are left out, as Pillow does, rather than given to those at it. */
    private String resized(String pixels, String sides) {
        return add(node("Resize", List.of(pixels, "", "", sides), "sized")
                .with("mode", "linear")
                .with("coordinate_transformation_mode", "half_pixel")
                .with("antialias", 1)
                .with("exclude_outside", 1)
                .with("axes", SIDES));
    }

    /** Returns the largest part in the middle that has the model's proportions. */
    private String middle(String pixels) {
        String own = own(pixels);
        String each = doubles(own);
        String other = out.node("Gather", List.of(each, longs("turned", 1, 0)), "other");
        String grown = out.node("Mul", List.of(other, doubles("mine", image.height(), image.width())), "grown");
        String wanted = out.node("Div", List.of(grown, doubles("theirs", image.width(), image.height())), "wanted");
        String part = within(each, wanted);
        String start = half(out.node("Sub", List.of(own, part), "left"));
        String end = out.node("Add", List.of(start, part), "end");
        return out.node("Slice", List.of(pixels, start, end, longs("axes", SIDES)), "middle");
    }

    /** Returns all of it in its proportions, made smaller if need be, in the middle of black. */
    private String onBlack(String pixels) {
        String each = doubles(own(pixels));
        String mine = doubles("mine", image.height(), image.width());
        String ratios = out.node("Div", List.of(mine, each), "ratios");
        String smallest = add(node("ReduceMin", List.of(ratios), "ratio").with("keepdims", 1));
        String scale = out.node("Min", List.of(smallest, doubles("whole", 1)), "shrunk");
        String inner = within(mine, out.node("Mul", List.of(each, scale), "wanted"));
        String rest = out.node("Sub", List.of(longs("sides", image.height(), image.width()), inner), "rest");
        String before = half(rest);
        String after = out.node("Sub", List.of(rest, before), "after");
        String pads = add(node("Concat", List.of(before, after), "pads").with("axis", 0));
        return out.node("Pad", List.of(resized(pixels, inner), pads, "", longs("axes", SIDES)), "padded");
    }

    private String own(String pixels) {
        return add(node("Shape", List.of(pixels), "own").with("start", 1).with("end", 3));
    }

    /** Returns whole sides: {@code wanted} rounded, at least 1 and at most {@code most}. */
    private String within(String most, String wanted) {
        String up = out.node("Add", List.of(wanted, doubles("half", 0.5)), "up");
        String rounded = out.node("Floor", List.of(up), "rounded");
        String atMost = out.node("Min", List.of(rounded, most), "bounded");
        String atLeast = out.node("Max", List.of(atMost, doubles("least", 1)), "sides");
        return add(cast(atLeast, out.fresh("sides"), DataType.INT64));
    }

    private String half(String length) {
        return out.node("Div", List.of(length, longs("two", 2)), "start");
    }

    private String doubles(String whole) {
        return add(cast(whole, out.fresh(whole), DataType.DOUBLE));
    }

    private static Node cast(String from, String to, DataType type) {
        return Node.of("Cast", List.of(from), to).with("to", type.code());
    }

    private Node node(String opType, List<String> inputs, String base) {
        return Node.of(opType, inputs, out.fresh(base));
    }

    private String add(Node node) {
        return out.node(node);
    }

    private String longs(String base, long... values) {
        return out.constant(base, Tensor.ofLongs(values, values.length));
    }

    private String doubles(String base, double... values) {
        int[] next = {0};
        return out.constant(base, Tensor.filled(DataType.DOUBLE, () -> values[next[0]++], values.length));
    }
}
