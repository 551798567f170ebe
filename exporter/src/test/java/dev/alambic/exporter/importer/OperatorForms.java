package dev.alambic.exporter.importer;

import dev.alambic.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every form in which an operator passes floats on, small: attributes, numbers of inputs and of outputs, and extents of
 * 1, where an engine takes short cuts (one part, nothing to do, the same shape).
 */
final class OperatorForms {

    /** Tensors of three axes, each longer than 1 in one and 1 in another. */
    private static final List<String> TENSORS = List.of("2,3,4", "1,3,4", "2,1,1", "1,1,1");

    /** For operators that see no axes. */
    private static final List<String> ELEMENTS = List.of("2,3,4", "1,1,1");

    /** Images [batch, channels, height, width]. */
    private static final List<String> IMAGES = List.of("2,4,5,6", "1,4,3,3", "2,4,1,1");

    private final List<Form> forms = new ArrayList<>();

    /**
     * One node and what it reads.
     *
     * @param call as {@code Operator(inputs) attributes}
     * @param text the whole graph
     */
    record Form(String dims, long opset, String call, String text) {

        /** Returns the name of the operator as the table of operators writes it. */
        String operator() {
            String name = call.substring(0, call.indexOf('('));
            int domain = name.lastIndexOf('.');
            return domain < 0 ? name : name.substring(0, domain) + "::" + name.substring(domain + 1);
        }

        /** Returns what forms have in common that differ in attributes and extents alone. */
        String kind() {
            return call.substring(0, call.indexOf(')')).replaceAll("\\w+(?=[,)]|$)", "_") + operator();
        }

        OnnxModel model() {
            return Layers.model(opset, text);
        }

        @Override
        public String toString() {
            return call + " at opset " + opset + " of [" + dims + "]";
        }
    }

    private OperatorForms() {}

    static Stream<Form> all() {
        OperatorForms all = new OperatorForms();
        all.addElementwise();
        all.addShapes();
        all.addParts();
        all.addPositions();
        all.addReductions();
        all.addNormalizations();
        all.addMatrices();
        all.addWindows();
        all.addImages();
        all.addRecurrences();
        all.addLosses();
        all.addFused();
        all.addComputedParameters();
        return all.forms.stream();
    }

    /** Adds calls on a tensor x; n, p, t and h are numbers, positive ones, ones within 1 and ones above 1 of it. */
    private void tensors(long opset, String... calls) {
        TENSORS.forEach(dims -> on(dims, opset, calls));
    }

    private void elements(long opset, String... calls) {
        ELEMENTS.forEach(dims -> on(dims, opset, calls));
    }

    private void on(String dims, long opset, String... calls) {
        String[] extents = dims.split(",");
        String last = extents[extents.length - 1];
        String prelude = """
                x: float[%1$s]
                n = Neg(x)
                p = Exp(x)
                t = Tanh(x)
                h = Cosh(x)
                w = Weight() dims=[%1$s]
                v = Positive() dims=[%1$s]
                row = Weight() dims=[%2$s]
                slope = Positive() dims=[%2$s]
                single = Weight() dims=[1,1,1]
                low = Number() value=-0.6
                high = Number() value=0.7
                two = Number() value=2.0
                shape = Constant() value_ints=[%1$s]
                c0 = Constant() value_ints=[0]
                c1 = Constant() value_ints=[1]
                c2 = Constant() value_ints=[2]
                back = Constant() value_ints=[-1]
                far = Constant() value_ints=[100]
                near = Constant() value_ints=[-100]
                ones = Constant() value_ints=[1,1,1]
                times = Constant() value_ints=[2,1,3]
                """.formatted(dims, last);
        for (String call : calls) {
            String outputs = call.startsWith("TopK(") ? "y, i" : "y";
            forms.add(new Form(dims, opset, call, prelude + outputs + " = " + call + "\nreturn y"));
        }
    }

    private void graph(String dims, long opset, String call, String text) {
        forms.add(new Form(dims, opset, call, text));
    }

    private void addElementwise() {
        for (String name :
                "Neg Abs Exp Erf Sin Cos Atan Sinh Cosh Tanh Asinh Relu Sigmoid Softplus Softsign Elu Selu Celu"
                        .split(" ")) {
            elements(13, name + "(n)");
        }
        elements(13, "Sqrt(p)", "Log(p)", "Reciprocal(p)", "Asin(t)", "Acos(t)", "Atanh(t)", "Tan(t)", "Acosh(h)");
        elements(13, "HardSigmoid(n)", "ThresholdedRelu(n) alpha=0.3", "LeakyRelu(n)", "Shrink(n) lambd=0.3 bias=0.2");
        tensors(13, "PRelu(n, slope)");
        elements(13, "Clip(n, low, high)", "Clip(n)", "Pow(p, two)", "Pow(p, w)", "Mod(n, v) fmod=1");
        elements(13, "Cast(n) to=1", "Dropout(n)");
        elements(15, "CastLike(n, w)");
        elements(14, "HardSwish(n)");
        elements(18, "Mish(n)");
        elements(20, "Gelu(n)", "Gelu(n) approximate='tanh'");
        elements(24, "Swish(n)", "Swish(n) alpha=0.7");
        elements(17, "com.microsoft.Gelu(n)", "com.microsoft.QuickGelu(n)", "com.microsoft.FastGelu(n)");
        tensors(17, "com.microsoft.FastGelu(n, row)", "com.microsoft.BiasGelu(n, row)");
        for (String name : List.of("Add", "Sub", "Mul", "Div")) {
            tensors(13, name + "(n, v)", name + "(n, slope)", name + "(p, p)");
        }
        for (String name : List.of("Sum", "Mean", "Max", "Min")) {
            tensors(13, name + "(n)", name + "(n, w)", name + "(n, w, single)");
        }
        for (String dims : TENSORS) {
            graph(dims, 13, "Where(c, n, w)", """
                    x: float[%s]
                    n = Neg(x)
                    w = Weight() dims=[%s]
                    zero = Number() value=0.0
                    c = Greater(x, zero)
                    t = Tanh(w)
                    y = Where(c, n, t)
                    return y
                    """.formatted(dims, dims));
        }
    }

    private void addShapes() {
        tensors(13, "Reshape(n, shape)", "Reshape(n, back)", "Flatten(n) axis=0", "Flatten(n)", "Flatten(n) axis=-1");
        tensors(13, "Transpose(n)", "Transpose(n) perm=[0,1,2]", "Transpose(n) perm=[1,0,2]", "Unsqueeze(n, c0)");
        tensors(13, "Expand(n, shape)", "Expand(n, ones)", "Tile(n, ones)", "Tile(n, times)");
        tensors(14, "Trilu(n)", "Trilu(n) upper=0", "Identity(n)");
        tensors(13, "Squeeze(n)");
        on("2,1,4", 13, "Squeeze(n, c1)");
        on("2,3,1", 13, "Squeeze(n, back)");
        on("1,3,1", 13, "Squeeze(n)", "Expand(n, times)");
        on("1,3,4", 13, "Squeeze(n, c0)");
        on("1,8,2,3", 13, "DepthToSpace(n) blocksize=2", "DepthToSpace(n) blocksize=2 mode='CRD'");
        on("2,8,2,2", 13, "DepthToSpace(n) blocksize=1", "SpaceToDepth(n) blocksize=1", "SpaceToDepth(n) blocksize=2");
        for (String mode : List.of("constant", "reflect", "edge", "wrap")) {
            on("2,3", 19, "Pad(n, w1) mode='" + mode + "'", "Pad(n, w2) mode='" + mode + "'");
            on("1,3", 19, "Pad(n, w1) mode='" + mode + "'", "Pad(n, w2) mode='" + mode + "'");
        }
        on("3,4", 18, "CenterCropPad(n, size)", "CenterCropPad(n, shape)");
        forms.replaceAll(form ->
                form.call.contains("Pad(") ? new Form(form.dims, form.opset, form.call, form.text + """

                        w1 = Constant() value_ints=[0,0,0,0]
                        w2 = Constant() value_ints=[0,2,0,1]
                        size = Constant() value_ints=[5,2]
                        """) : form);
    }

    private void addParts() {
        for (int axis = -3; axis < 3; axis++) {
            tensors(13, "Concat(n) axis=" + axis, "Concat(n, w) axis=" + axis, "Concat(n, w, n) axis=" + axis);
            tensors(11, "Split(n) axis=" + axis);
        }
        tensors(18, "Split(n) axis=0 num_outputs=1");
        for (String call : List.of("Split(n) axis=1", "Split(n, sizes) axis=1")) {
            graph("2,4", 13, call, """
                    x: float[2, 4]
                    n = Neg(x)
                    sizes = Constant() value_ints=[1,3]
                    a, b = %s
                    return a; b
                    """.formatted(call));
        }
        tensors(13, "Slice(n, c0, far)", "Slice(n, c0, far, c0, c2)", "Slice(n, back, near, c2, back)");
        tensors(13, "Slice(n, c0, c1)", "Slice(n, back, far, c1)");
        tensors(9, "Slice(n) starts=[0,0] ends=[100,1] axes=[0,2]");
    }

    private void addPositions() {
        String more = """
                i0 = Count() value=0
                i1 = Constant() value_ints=[0]
                i2 = Constant() value_ints=[0,-1,0,0] dims=[2,2]
                ie = Constant() value_ints=[0] dims=[1,1,1]
                itwice = Constant() value_ints=[0,0] dims=[1,1,2]
                irow = Constant() value_ints=[0] dims=[1,1]
                iall = Constant() value_ints=[0,0,0] dims=[1,3]
                ue = Weight() dims=[1,1,1]
                utwice = Weight() dims=[1,1,2]
                uall = Weight() dims=[1]
                urow = Weight() dims=[1,%s]
                lengths = Constant() value_ints=[%s]
                k = Constant() value_ints=[1]
                keep = Cast(i1) to=9
                kept = Not(keep)
                """;
        int first = forms.size();
        for (int axis = 0; axis < 3; axis++) {
            tensors(13, "Gather(n, i0) axis=" + axis, "Gather(n, i1) axis=" + axis, "Gather(n, i2) axis=" + axis);
            tensors(13, "GatherElements(n, ie) axis=" + axis, "ScatterElements(n, ie, ue) axis=" + axis);
            tensors(11, "TopK(n, k) axis=" + axis, "TopK(n, k) largest=0 axis=" + axis);
            tensors(11, "Compress(n, kept) axis=" + axis);
        }
        on("2,3", 13, "Gather(w, i1)", "Gather(w, i2)", "Gather(w, i0)");
        on("1,1", 13, "Gather(w, i1)", "Gather(w, i0)");
        tensors(11, "Compress(n, kept)");
        tensors(13, "GatherND(n, irow)", "GatherND(n, iall)", "ScatterND(n, irow, urow)", "ScatterND(n, iall, uall)");
        for (String reduction : List.of("none", "add", "mul", "max", "min")) {
            tensors(18, "ScatterElements(n, ie, ue) reduction='" + reduction + "'");
            on("2,3,4", 18, "ScatterElements(n, itwice, utwice) axis=2 reduction='" + reduction + "'");
            tensors(18, "ScatterND(n, irow, urow) reduction='" + reduction + "'");
        }
        tensors(10, "ReverseSequence(n, lengths) time_axis=1 batch_axis=0");
        for (int i = first; i < forms.size(); i++) {
            Form form = forms.get(i);
            String[] extents = form.dims.split(",", 2);
            String lengths = !extents[0].equals("2") ? "1" : form.dims.startsWith("2,1") ? "1,1" : "3,2";
            String text = more.formatted(extents[1], lengths) + form.text;
            forms.set(i, new Form(form.dims, form.opset, form.call, text));
        }
        tensors(9, "Scatter(n, ic, uc) axis=1", "TopK(n) k=1 axis=1");
        forms.replaceAll(form ->
                form.call.startsWith("Scatter(") ? new Form(form.dims, form.opset, form.call, form.text + """

                        ic = Constant() value_ints=[0] dims=[1,1,1]
                        uc = Weight() dims=[1,1,1]
                        """) : form);
        graph("2", 11, "OneHot(i, depth, n)", """
                x: float[2]
                depth = Constant() value_ints=[4]
                i = Constant() value_ints=[0,2,3]
                n = Neg(x)
                y = OneHot(i, depth, n)
                return y
                """);
    }

    private void addReductions() {
        for (String name : "Sum Mean Max Min Prod L1 L2 SumSquare LogSum LogSumExp".split(" ")) {
            String call = "Reduce" + name + "(p)";
            tensors(11, call, call + " keepdims=0", call + " axes=[1]", call + " axes=[-1,0] keepdims=0");
            tensors(11, call + " axes=[0,1,2]");
            tensors(18, "Reduce" + name + "(p, c1)");
        }
        for (String name : "Sum Mean Max Min Prod".split(" ")) {
            tensors(18, "Reduce" + name + "(n) noop_with_empty_axes=1");
        }
        for (int axis = 0; axis < 3; axis++) {
            tensors(13, "Softmax(n) axis=" + axis, "LogSoftmax(n) axis=" + axis);
            tensors(11, "Softmax(n) axis=" + axis, "LogSoftmax(n) axis=" + axis);
            for (String form : List.of("", " exclusive=1", " reverse=1", " exclusive=1 reverse=1")) {
                String axes = "axis = Constant() value_ints=[" + axis + "] int32=1\n";
                for (String dims : TENSORS) {
                    String call = "CumSum(n, axis)" + form;
                    graph(dims, 14, call, "x: float[" + dims + "]\nn = Neg(x)\n" + axes + "y = " + call + "\nreturn y");
                }
            }
        }
    }

    private void addNormalizations() {
        for (String dims : List.of("2,4,5,6", "1,4,3,3", "2,4,1,2")) {
            String parameters = """
                    x: float[%s]
                    scale = Weight() dims=[4]
                    bias = Weight() dims=[4]
                    mean = Weight() dims=[4]
                    var = Positive() dims=[4]
                    few = Weight() dims=[2]
                    less = Weight() dims=[2]
                    row = Weight() dims=[%s]
                    """.formatted(dims, dims.substring(dims.lastIndexOf(',') + 1));
            String end = "\nreturn y";
            for (String call : List.of(
                    "BatchNormalization(x, scale, bias, mean, var)",
                    "InstanceNormalization(x, scale, bias)",
                    "LpNormalization(x) axis=1",
                    "LpNormalization(x) axis=1 p=1",
                    "LRN(x) size=3 alpha=0.3",
                    "LRN(x) size=1 alpha=0.3",
                    "MeanVarianceNormalization(x) axes=[1]")) {
                graph(dims, 13, call, parameters + "y = " + call + end);
            }
            graph(
                    dims,
                    18,
                    "GroupNormalization(x, few, less) num_groups=2",
                    parameters + "y = GroupNormalization(x, few, less) num_groups=2" + end);
            graph(
                    dims,
                    21,
                    "GroupNormalization(x, scale, bias) num_groups=2",
                    parameters + "y = GroupNormalization(x, scale, bias) num_groups=2" + end);
            graph(dims, 23, "RMSNormalization(x, row)", parameters + "y = RMSNormalization(x, row)" + end);
            graph(
                    dims,
                    17,
                    "LayerNormalization(x, row, row)",
                    parameters + "y = LayerNormalization(x, row, row)" + end);
            graph(
                    dims,
                    17,
                    "LayerNormalization(x, row)",
                    parameters + "y, m, s = LayerNormalization(x, row)\nreturn y; m; s");
        }
        for (String dims : TENSORS) {
            String last = dims.substring(dims.lastIndexOf(',') + 1);
            for (String inputs : List.of("x, w, row, row", "x, w, row", "x, w, row, row, row")) {
                String call = "com.microsoft.SkipLayerNormalization(" + inputs + ") epsilon=0.01";
                graph(dims, 17, call, """
                        x: float[%1$s]
                        w = Weight() dims=[%1$s]
                        row = Weight() dims=[%2$s]
                        y, , , s = %3$s
                        return y; s
                        """.formatted(dims, last, call));
            }
        }
    }

    private void addMatrices() {
        for (String dims : List.of("2,3", "1,3", "2,1", "1,1")) {
            String[] extents = dims.split(",");
            String prelude = """
                    x: float[%1$s,%2$s]
                    n = Neg(x)
                    r = Transpose(n)
                    m = Weight() dims=[%2$s,2]
                    o = Weight() dims=[%2$s,1]
                    f = Weight() dims=[2,%2$s]
                    b = Weight() dims=[2]
                    one = Weight() dims=[1]
                    a = Weight() dims=[%1$s,1]
                    """.formatted(extents[0], extents[1]);
            for (String call : List.of(
                    "MatMul(n, m)",
                    "MatMul(n, o)",
                    "Gemm(n, m)",
                    "Gemm(n, m, b)",
                    "Gemm(n, f, b) transB=1",
                    "Gemm(n, f, b) transB=1 alpha=0.5 beta=0.3",
                    "Gemm(r, m, b) transA=1",
                    "Gemm(n, m, one)",
                    "Gemm(n, m, a)",
                    "Gemm(n, o, one)",
                    "com.microsoft.FusedMatMul(n, m) alpha=0.5",
                    "com.microsoft.FusedMatMul(n, f) transB=1",
                    "com.microsoft.FusedMatMul(r, m) transA=1",
                    "Einsum(n) equation='ij->ij'",
                    "Einsum(n) equation='ij->ji'",
                    "Einsum(n) equation='ij->i'",
                    "Einsum(n) equation='ij->'",
                    "Einsum(n, m) equation='ij,jk->ik'",
                    "Einsum(n, n) equation='ij,ij->ij'",
                    "Einsum(n, m, b) equation='ij,jk,k->i'",
                    "Einsum(n, m, b) equation='ij,jk,k->ijk'")) {
                graph(dims, 13, call, prelude + "y = " + call + "\nreturn y");
            }
        }
        for (String dims : TENSORS) {
            String last = dims.substring(dims.lastIndexOf(',') + 1);
            graph(dims, 13, "MatMul(x, w)", """
                    x: float[%s]
                    w = Weight() dims=[%s,3]
                    y = MatMul(x, w)
                    return y
                    """.formatted(dims, last));
            graph(dims, 13, "MatMul(x, v)", """
                    x: float[%s]
                    v = Weight() dims=[%s]
                    y = MatMul(x, v)
                    return y
                    """.formatted(dims, last));
        }
        graph("2,2,2", 13, "Einsum(x) equation='bii->bi'", """
                x: float[2, 2, 2]
                y = Einsum(x) equation='bii->bi'
                return y
                """);
    }

    private void addWindows() {
        for (String dims : IMAGES) {
            String prelude = """
                    x: float[%s]
                    w = Weight() dims=[2,4,1,1]
                    k = Weight() dims=[2,4,3,3]
                    g = Weight() dims=[4,1,1,1]
                    d = Weight() dims=[4,2,1,1]
                    u = Weight() dims=[4,2,2,2]
                    e = Weight() dims=[4,1,2,3]
                    b = Weight() dims=[2]
                    c = Weight() dims=[4]
                    """.formatted(dims);
            for (String call : List.of(
                    "Conv(x, w)",
                    "Conv(x, w, b)",
                    "Conv(x, k, b) pads=[1,1,1,1]",
                    "Conv(x, k, b) pads=[2,1,1,2] strides=[2,1]",
                    "Conv(x, k) auto_pad='SAME_UPPER'",
                    "Conv(x, k) pads=[2,2,2,2] dilations=[2,2]",
                    "Conv(x, g, c) group=4",
                    "ConvTranspose(x, d, b)",
                    "ConvTranspose(x, u, b) strides=[2,2]",
                    "ConvTranspose(x, u) strides=[1,3] pads=[0,1,0,0]",
                    "ConvTranspose(x, e, c) group=4 strides=[2,1] output_padding=[1,0]",
                    "ConvTranspose(x, u) dilations=[2,1]",
                    "MaxPool(x) kernel_shape=[1,1]",
                    "MaxPool(x) kernel_shape=[3,3] pads=[1,1,1,1]",
                    "MaxPool(x) kernel_shape=[2,2] pads=[0,0,1,1] strides=[2,2]",
                    "MaxPool(x) kernel_shape=[3,3] pads=[2,2,2,2] dilations=[2,2]",
                    "MaxPool(x) kernel_shape=[1,1] dilations=[2,2]",
                    "AveragePool(x) kernel_shape=[1,1]",
                    "AveragePool(x) kernel_shape=[3,3] pads=[1,1,1,1]",
                    "AveragePool(x) kernel_shape=[3,3] pads=[1,1,1,1] count_include_pad=1",
                    "AveragePool(x) kernel_shape=[2,2] pads=[0,0,1,1]",
                    "GlobalAveragePool(x)",
                    "GlobalMaxPool(x)",
                    "GlobalLpPool(x)",
                    "LpPool(x) kernel_shape=[1,1]",
                    "LpPool(x) kernel_shape=[2,2] pads=[0,0,1,1]")) {
                graph(dims, 13, call, prelude + "y = " + call + "\nreturn y");
            }
            String places = "MaxPool(x) kernel_shape=[1,1] strides=[1,1]";
            graph(dims, 12, places, "x: float[" + dims + "]\ny, i = " + places + "\nreturn y; i");
        }
    }

    private void addImages() {
        for (String mode : List.of("nearest", "linear", "cubic")) {
            for (String scales : List.of("1.0,1.0,1.0,1.0", "1.0,1.0,2.0,1.5", "1.0,1.0,1.0,3.0")) {
                for (String dims : List.of("2,2,3,4", "1,1,3,4", "1,2,1,1")) {
                    String call = "Resize(x, , scales) mode='" + mode + "'";
                    graph(
                            dims,
                            13,
                            call,
                            "x: float[" + dims + "]\nscales = Constant() value_floats=[" + scales + "]\ny = " + call
                                    + "\nreturn y");
                    if (!mode.equals("cubic")) {
                        String old = "Upsample(x, scales) mode='" + mode + "'";
                        graph(
                                dims,
                                9,
                                old,
                                "x: float[" + dims + "]\nscales = Constant() value_floats=[" + scales + "]\ny = " + old
                                        + "\nreturn y");
                    }
                }
            }
        }
        for (String mode : List.of("bilinear", "bicubic")) {
            for (String padding : List.of("zeros", "border", "reflection")) {
                for (String dims : List.of("2,3,4,5", "1,1,4,5")) {
                    String call = "GridSample(x, grid) mode='" + mode + "' padding_mode='" + padding + "'";
                    graph(
                            dims,
                            16,
                            call,
                            "x: float[" + dims + "]\ngrid: float[" + dims.charAt(0) + ",2,1,2]\ny = " + call
                                    + "\nreturn y");
                }
            }
        }
        for (String size : List.of("2,2,3,4", "2,1,1,3")) {
            graph("2,2,3", 20, "AffineGrid(theta, size)", """
                    theta: float[2, 2, 3]
                    size = Constant() value_ints=[%s]
                    y = AffineGrid(theta, size)
                    return y
                    """.formatted(size));
        }
    }

    /** Whole sequences and cut ones (which are evaluated step by step), of several steps and of one. */
    private void addRecurrences() {
        for (String operator : List.of("LSTM", "GRU", "RNN")) {
            for (String inputs : List.of("x, w, r", "x, w, r, b", "x, w, r, b, lens", "x, w, r, b, full, h0")) {
                for (String direction : List.of("forward", "reverse", "bidirectional")) {
                    addRecurrence(operator, "2,2,2", inputs, direction, 2);
                    addRecurrence(operator, "1,2,1", inputs, direction, 1);
                    addRecurrence(operator, "1,1,1", inputs, direction, 1);
                }
            }
        }
    }

    private void addRecurrence(String operator, String dims, String inputs, String direction, int hidden) {
        String[] extents = dims.split(",");
        int gates = (operator.equals("LSTM") ? 4 : operator.equals("GRU") ? 3 : 1) * hidden;
        int directions = direction.equals("bidirectional") ? 2 : 1;
        boolean cell = operator.equals("LSTM");
        boolean several = extents[1].equals("2");
        String call = "%s(%s) hidden_size=%d direction='%s'".formatted(operator, inputs, hidden, direction);
        graph(dims, 14, call, """
                x: float[%1$s]
                w = Weight() dims=[%2$d,%3$d,%4$s]
                r = Weight() dims=[%2$d,%3$d,%5$d]
                b = Weight() dims=[%2$d,%6$d]
                lens = Constant() value_ints=[%7$s] int32=1
                full = Constant() value_ints=[%8$s] int32=1
                h0 = Weight() dims=[%2$d,%9$s,%5$d]
                y, h%10$s = %11$s
                return y; h%12$s
                """.formatted(
                        dims,
                        directions,
                        gates,
                        extents[2],
                        hidden,
                        2 * gates,
                        several ? extents[0] + ",1" : "1",
                        several ? extents[0] + "," + extents[0] : extents[0],
                        extents[1],
                        cell ? ", c" : "",
                        call,
                        cell ? "; c" : ""));
    }

    private void addLosses() {
        for (String form : List.of("", " reduction='sum'", " reduction='none'", " ignore_index=2")) {
            for (int batch : new int[] {3, 1}) {
                for (String inputs : List.of("t", "t, w")) {
                    String prelude = """
                            x: float[%d, 3]
                            l = LogSoftmax(x)
                            t = Constant() value_ints=[%s]
                            w = Positive() dims=[3]
                            """.formatted(batch, batch == 1 ? "1" : "0,2,1");
                    for (String call : List.of(
                            "NegativeLogLikelihoodLoss(l, " + inputs + ")" + form,
                            "SoftmaxCrossEntropyLoss(x, " + inputs + ")" + form)) {
                        graph(batch + ",3", 13, call, prelude + "y = " + call + "\nreturn y");
                    }
                }
            }
        }
    }

    /** What the importer puts in place of several nodes; the call is that of the node that takes their place. */
    private void addFused() {
        String gelu = """
                x: float[%s]
                root = Number() value=1.4142135
                one = Number() value=1.0
                half = Number() value=0.5
                d = Div(x, root)
                e = Erf(d)
                a = Add(e, one)
                m = Mul(x, a)
                y = Mul(m, half)
                return y
                """;
        String linear = """
                x: float[%s]
                w = Weight() dims=[%s,3]
                b = Weight() dims=[3]
                m = MatMul(x, w)
                y = Add(m, b)
                return y
                """;
        String normalization = """
                x: float[%s]
                two = Number() value=2.0
                tiny = Number() value=0.01
                scale = Weight() dims=[%s]
                bias = Weight() dims=[%s]
                m = ReduceMean(x) axes=[-1]
                d = Sub(x, m)
                s = Pow(d, two)
                v = ReduceMean(s) axes=[-1]
                e = Add(v, tiny)
                r = Sqrt(e)
                n = Div(d, r)
                g = Mul(n, scale)
                y = Add(g, bias)
                return y
                """;
        for (String dims : TENSORS) {
            String last = dims.substring(dims.lastIndexOf(',') + 1);
            graph(dims, 17, "alambic.Gelu(x)", gelu.formatted(dims));
            graph(dims, 17, "alambic.Linear(x, w, b)", linear.formatted(dims, last));
            graph(dims, 17, "alambic.LayerNormalization(x, scale, bias)", normalization.formatted(dims, last, last));
        }
    }

    /** What is a constant in most graphs, but may be computed from weights. */
    private void addComputedParameters() {
        String prelude = """
                x: float[2, 3]
                w = Weight() dims=[3]
                low = ReduceMin(w) keepdims=0
                high = ReduceMax(w) keepdims=0
                two = Number() value=2.0
                pads = Constant() value_ints=[0,1,1,-1]
                lower = Sub(low, two)
                step = Div(two, lower)
                """;
        for (String call : List.of(
                "Clip(x, low, high)",
                "Clip(x, low)",
                "Clip(x, , high)",
                "Pad(x, pads, low)",
                "Range(two, lower, step)",
                "Pow(s, high)")) {
            graph("2,3", 13, call, prelude + "s = Exp(x)\nv = " + call + "\ny = Neg(v)\nreturn y; s");
        }
        graph("2,1,3", 15, "BatchNormalization(x, s, b, w, v) training_mode=1", """
                x: float[2, 1, 3]
                s = Weight() dims=[1]
                b = Weight() dims=[1]
                w = Weight() dims=[1]
                v = Positive() dims=[1]
                y, m, d = BatchNormalization(x, s, b, w, v) training_mode=1
                return y; m
                """);
    }
}
