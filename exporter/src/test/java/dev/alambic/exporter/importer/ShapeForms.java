package dev.alambic.exporter.importer;

import java.util.List;

/** Forms of operators that move, take apart and reduce. */
final class ShapeForms {

    private ShapeForms() {}

    static void addTo(OperatorForms all) {
        addShapes(all);
        addParts(all);
        addPositions(all);
        addReductions(all);
    }

    private static void addShapes(OperatorForms all) {
        all.tensors(
                13, "Reshape(n, shape)", "Reshape(n, back)", "Flatten(n) axis=0", "Flatten(n)", "Flatten(n) axis=-1");
        all.tensors(13, "Transpose(n)", "Transpose(n) perm=[0,1,2]", "Transpose(n) perm=[1,0,2]", "Unsqueeze(n, c0)");
        all.tensors(13, "Expand(n, shape)", "Expand(n, ones)", "Tile(n, ones)", "Tile(n, times)");
        all.tensors(14, "Trilu(n)", "Trilu(n) upper=0", "Identity(n)");
        all.tensors(13, "Squeeze(n)");
        all.on("2,1,4", 13, "Squeeze(n, c1)");
        all.on("2,3,1", 13, "Squeeze(n, back)");
        all.on("1,3,1", 13, "Squeeze(n)", "Expand(n, times)");
        all.on("1,3,4", 13, "Squeeze(n, c0)");
        all.on("1,8,2,3", 13, "DepthToSpace(n) blocksize=2", "DepthToSpace(n) blocksize=2 mode='CRD'");
        all.on(
                "2,8,2,2",
                13,
                "DepthToSpace(n) blocksize=1",
                "SpaceToDepth(n) blocksize=1",
                "SpaceToDepth(n) blocksize=2");
        for (String mode : List.of("constant", "reflect", "edge", "wrap")) {
            all.on("2,3", 19, "Pad(n, w1) mode='" + mode + "'", "Pad(n, w2) mode='" + mode + "'");
            all.on("1,3", 19, "Pad(n, w1) mode='" + mode + "'", "Pad(n, w2) mode='" + mode + "'");
        }
        all.on("3,4", 18, "CenterCropPad(n, size)", "CenterCropPad(n, shape)");
        all.forms.replaceAll(form -> form.call().contains("Pad(")
                ? new OperatorForms.Form(form.dims(), form.opset(), form.call(), form.text() + """

                        w1 = Constant() value_ints=[0,0,0,0]
                        w2 = Constant() value_ints=[0,2,0,1]
                        size = Constant() value_ints=[5,2]
                        """)
                : form);
    }

    private static void addParts(OperatorForms all) {
        for (int axis = -3; axis < 3; axis++) {
            all.tensors(13, "Concat(n) axis=" + axis, "Concat(n, w) axis=" + axis, "Concat(n, w, n) axis=" + axis);
            all.tensors(11, "Split(n) axis=" + axis);
        }
        all.tensors(18, "Split(n) axis=0 num_outputs=1");
        for (String call : List.of("Split(n) axis=1", "Split(n, sizes) axis=1")) {
            all.graph("2,4", 13, call, """
                    x: float[2, 4]
                    n = Neg(x)
                    sizes = Constant() value_ints=[1,3]
                    a, b = %s
                    return a; b
                    """.formatted(call));
        }
        all.tensors(13, "Slice(n, c0, far)", "Slice(n, c0, far, c0, c2)", "Slice(n, back, near, c2, back)");
        all.tensors(13, "Slice(n, c0, c1)", "Slice(n, back, far, c1)");
        all.tensors(9, "Slice(n) starts=[0,0] ends=[100,1] axes=[0,2]");
    }

    private static void addPositions(OperatorForms all) {
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
        int first = all.forms.size();
        for (int axis = 0; axis < 3; axis++) {
            all.tensors(13, "Gather(n, i0) axis=" + axis, "Gather(n, i1) axis=" + axis, "Gather(n, i2) axis=" + axis);
            all.tensors(13, "GatherElements(n, ie) axis=" + axis, "ScatterElements(n, ie, ue) axis=" + axis);
            all.tensors(11, "TopK(n, k) axis=" + axis, "TopK(n, k) largest=0 axis=" + axis);
            all.tensors(11, "Compress(n, kept) axis=" + axis);
        }
        all.on("2,3", 13, "Gather(w, i1)", "Gather(w, i2)", "Gather(w, i0)");
        all.on("1,1", 13, "Gather(w, i1)", "Gather(w, i0)");
        all.tensors(11, "Compress(n, kept)");
        all.tensors(
                13, "GatherND(n, irow)", "GatherND(n, iall)", "ScatterND(n, irow, urow)", "ScatterND(n, iall, uall)");
        for (String reduction : List.of("none", "add", "mul", "max", "min")) {
            all.tensors(18, "ScatterElements(n, ie, ue) reduction='" + reduction + "'");
            all.on("2,3,4", 18, "ScatterElements(n, itwice, utwice) axis=2 reduction='" + reduction + "'");
            all.tensors(18, "ScatterND(n, irow, urow) reduction='" + reduction + "'");
        }
        all.tensors(10, "ReverseSequence(n, lengths) time_axis=1 batch_axis=0");
        for (int i = first; i < all.forms.size(); i++) {
            OperatorForms.Form form = all.forms.get(i);
            String[] extents = form.dims().split(",", 2);
            String lengths = !extents[0].equals("2") ? "1" : form.dims().startsWith("2,1") ? "1,1" : "3,2";
            String text = more.formatted(extents[1], lengths) + form.text();
            all.forms.set(i, new OperatorForms.Form(form.dims(), form.opset(), form.call(), text));
        }
        all.tensors(9, "Scatter(n, ic, uc) axis=1", "TopK(n) k=1 axis=1");
        all.forms.replaceAll(form -> form.call().startsWith("Scatter(")
                ? new OperatorForms.Form(form.dims(), form.opset(), form.call(), form.text() + """

                        ic = Constant() value_ints=[0] dims=[1,1,1]
                        uc = Weight() dims=[1,1,1]
                        """)
                : form);
        all.graph("2", 11, "OneHot(i, depth, n)", """
                x: float[2]
                depth = Constant() value_ints=[4]
                i = Constant() value_ints=[0,2,3]
                n = Neg(x)
                y = OneHot(i, depth, n)
                return y
                """);
    }

    private static void addReductions(OperatorForms all) {
        for (String name : "Sum Mean Max Min Prod L1 L2 SumSquare LogSum LogSumExp".split(" ")) {
            String call = "Reduce" + name + "(p)";
            all.tensors(11, call, call + " keepdims=0", call + " axes=[1]", call + " axes=[-1,0] keepdims=0");
            all.tensors(11, call + " axes=[0,1,2]");
            all.tensors(18, "Reduce" + name + "(p, c1)");
        }
        for (String name : "Sum Mean Max Min Prod".split(" ")) {
            all.tensors(18, "Reduce" + name + "(n) noop_with_empty_axes=1");
        }
        for (int axis = 0; axis < 3; axis++) {
            all.tensors(13, "Softmax(n) axis=" + axis, "LogSoftmax(n) axis=" + axis);
            all.tensors(11, "Softmax(n) axis=" + axis, "LogSoftmax(n) axis=" + axis);
            for (String form : List.of("", " exclusive=1", " reverse=1", " exclusive=1 reverse=1")) {
                String axes = "axis = Constant() value_ints=[" + axis + "] int32=1\n";
                for (String dims : OperatorForms.TENSORS) {
                    String call = "CumSum(n, axis)" + form;
                    all.graph(
                            dims,
                            14,
                            call,
                            "x: float[" + dims + "]\nn = Neg(x)\n" + axes + "y = " + call + "\nreturn y");
                }
            }
        }
    }
}
