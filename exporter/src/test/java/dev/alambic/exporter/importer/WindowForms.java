package dev.alambic.exporter.importer;

import java.util.List;

/** Forms of operators that go over neighbours, of images and of sequences. */
final class WindowForms {

    private WindowForms() {}

    static void addTo(OperatorForms all) {
        addWindows(all);
        addImages(all);
        addRecurrences(all);
    }

    private static void addWindows(OperatorForms all) {
        for (String dims : OperatorForms.IMAGES) {
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
                all.graph(dims, 13, call, prelude + "y = " + call + "\nreturn y");
            }
            String places = "MaxPool(x) kernel_shape=[1,1] strides=[1,1]";
            all.graph(dims, 12, places, "x: float[" + dims + "]\ny, i = " + places + "\nreturn y; i");
        }
    }

    private static void addImages(OperatorForms all) {
        for (String mode : List.of("nearest", "linear", "cubic")) {
            for (String scales : List.of("1.0,1.0,1.0,1.0", "1.0,1.0,2.0,1.5", "1.0,1.0,1.0,3.0")) {
                for (String dims : List.of("2,2,3,4", "1,1,3,4", "1,2,1,1")) {
                    String call = "Resize(x, , scales) mode='" + mode + "'";
                    all.graph(
                            dims,
                            13,
                            call,
                            "x: float[" + dims + "]\nscales = Constant() value_floats=[" + scales + "]\ny = " + call
                                    + "\nreturn y");
                    if (!mode.equals("cubic")) {
                        String old = "Upsample(x, scales) mode='" + mode + "'";
                        all.graph(
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
                    all.graph(
                            dims,
                            16,
                            call,
                            "x: float[" + dims + "]\ngrid: float[" + dims.charAt(0) + ",2,1,2]\ny = " + call
                                    + "\nreturn y");
                }
            }
        }
        for (String size : List.of("2,2,3,4", "2,1,1,3")) {
            all.graph("2,2,3", 20, "AffineGrid(theta, size)", """
                    theta: float[2, 2, 3]
                    size = Constant() value_ints=[%s]
                    y = AffineGrid(theta, size)
                    return y
                    """.formatted(size));
        }
    }

    /** Whole sequences and cut ones (which are evaluated step by step), of several steps and of one. */
    private static void addRecurrences(OperatorForms all) {
        for (String operator : List.of("LSTM", "GRU", "RNN")) {
            for (String inputs : List.of("x, w, r", "x, w, r, b", "x, w, r, b, lens", "x, w, r, b, full, h0")) {
                for (String direction : List.of("forward", "reverse", "bidirectional")) {
                    addRecurrence(all, operator, "2,2,2", inputs, direction, 2);
                    addRecurrence(all, operator, "1,2,1", inputs, direction, 1);
                    addRecurrence(all, operator, "1,1,1", inputs, direction, 1);
                }
            }
        }
    }

    private static void addRecurrence(
            OperatorForms all, String operator, String dims, String inputs, String direction, int hidden) {
        String[] extents = dims.split(",");
        int gates = (operator.equals("LSTM") ? 4 : operator.equals("GRU") ? 3 : 1) * hidden;
        int directions = direction.equals("bidirectional") ? 2 : 1;
        boolean cell = operator.equals("LSTM");
        boolean several = extents[1].equals("2");
        String call = "%s(%s) hidden_size=%d direction='%s'".formatted(operator, inputs, hidden, direction);
        all.graph(dims, 14, call, """
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
}
