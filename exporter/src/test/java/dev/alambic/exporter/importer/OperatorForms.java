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
    static final List<String> TENSORS = List.of("2,3,4", "1,3,4", "2,1,1", "1,1,1");

    /** For operators that see no axes. */
    private static final List<String> ELEMENTS = List.of("2,3,4", "1,1,1");

    /** Images [batch, channels, height, width]. */
    static final List<String> IMAGES = List.of("2,4,5,6", "1,4,3,3", "2,4,1,1");

    /** Those added so far. */
    final List<Form> forms = new ArrayList<>();

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
        ElementForms.addTo(all);
        ShapeForms.addTo(all);
        MatrixForms.addTo(all);
        WindowForms.addTo(all);
        ComposedForms.addTo(all);
        return all.forms.stream();
    }

    /** Adds calls on a tensor x; n, p, t and h are numbers, positive ones, ones within 1 and ones above 1 of it. */
    void tensors(long opset, String... calls) {
        TENSORS.forEach(dims -> on(dims, opset, calls));
    }

    void elements(long opset, String... calls) {
        ELEMENTS.forEach(dims -> on(dims, opset, calls));
    }

    void on(String dims, long opset, String... calls) {
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

    void graph(String dims, long opset, String call, String text) {
        forms.add(new Form(dims, opset, call, text));
    }
}
