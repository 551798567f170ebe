package dev.alambic.cli.command;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.quantizer.accuracy.AccuracyOptions;
import dev.alambic.quantizer.hardware.Form;
import dev.alambic.quantizer.hardware.Target;
import dev.alambic.quantizer.int8.ActivationScheme;
import dev.alambic.quantizer.int8.Extra;
import dev.alambic.quantizer.int8.Int8Form;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.int8.IntegerType;
import dev.alambic.quantizer.int8.Recurrent;
import dev.alambic.quantizer.int8.WeightRange;
import dev.alambic.quantizer.int8.WeightScheme;
import dev.alambic.quantizer.precision.Fp16;
import dev.alambic.quantizer.precision.Fp16Options;
import dev.alambic.quantizer.weightonly.WeightOnlyOptions;
import dev.alambic.run.UsageException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the flags of {@code quantize} say about the form of the model. */
record QuantizeFlags(Arguments arguments, Target target) {

    private static final List<String> FORMS = List.of("int8", "fp16", "bf16", "weights");

    private static final List<Form> STATIC = List.of(Form.INT8_STATIC);
    private static final List<Form> RANGES = List.of(Form.INT8_STATIC, Form.INT8_MIXED);
    private static final List<Form> CORRECTED = List.of(Form.INT8_STATIC, Form.INT8_DYNAMIC);
    private static final List<Form> INTEGERS = List.of(Form.INT8_STATIC, Form.INT8_MIXED, Form.INT8_DYNAMIC);
    private static final List<Form> WEIGHTS = List.of(Form.INT8, Form.INT4);

    /** The forms that a flag acts on, for those that do not act on all. */
    private static final Map<String, List<Form>> ACT_ON = Map.ofEntries(
            Map.entry("half-io", List.of(Form.FP16_COMPUTE)),
            Map.entry("form", STATIC),
            Map.entry("activations", RANGES),
            Map.entry("symmetric", RANGES),
            Map.entry("elementwise", STATIC),
            Map.entry("ranges", RANGES),
            Map.entry("percentile", RANGES),
            Map.entry("cache", RANGES),
            Map.entry("weight-range", INTEGERS),
            Map.entry("per-tensor", INTEGERS),
            Map.entry("recurrent", INTEGERS),
            Map.entry("accuracy", CORRECTED),
            Map.entry("equalize", CORRECTED),
            Map.entry("block", WEIGHTS),
            Map.entry("rounding", WEIGHTS),
            Map.entry("standard", WEIGHTS));

    static Flags addTo(Flags flags) {
        return flags.value(
                        "target",
                        "NAME",
                        "the machine it is for: x86-vnni, x86, arm64, gpu, portable (default: this one)")
                .value(
                        "int8",
                        "FORM",
                        "dynamic, static with ranges from samples, or mixed: convolutions static, others dynamic")
                .value("fp16", "FORM", "storage (computed in float32) or compute")
                .flag("half-io", "fp16 compute: inputs and outputs in float16 too")
                .value("bf16", "FORM", "storage (computed in float32)")
                .value("weights", "TYPE", "int8 or int4: weights alone, float32 arithmetic")
                .value("exclude", "REGEX", "nodes, values or operators to leave; may be repeated")
                .value("form", "FORM", "static: qdq (default) or qoperator")
                .value("activations", "TYPE", "static: u8, s8, u16 or s16")
                .value("weight-range", "RANGE", "full, reduced or pairs (see the guide)")
                .flag("per-tensor", "one scale a weight instead of one a channel")
                .flag("symmetric", "no zero points")
                .flag("elementwise", "static: also Mul, Sigmoid, Softmax, Resize and alike")
                .value("recurrent", "HOW", "LSTM and GRU: float, weights or integers")
                .value("accuracy", "HOW", "int8: none (default), fast or best; what samples tell corrects the integers")
                .flag("equalize", "int8: make channels between layers alike first")
                .value("max-drop", "POINTS", "stay within so much accuracy, in percent points")
                .value("min-sqnr", "DB", "stay above this signal to noise ratio; no labels")
                .value("block", "N", "weights: how many share a scale (default: 32)")
                .value("rounding", "HOW", "weights: rtn, least_squares, hqq or gptq")
                .flag("standard", "weights: only operators of the ONNX standard");
    }

    static QuantizeFlags of(Arguments arguments) {
        List<String> names = Target.all().stream().map(Target::name).toList();
        return new QuantizeFlags(
                arguments, arguments.choice("target", names).map(Target::named).orElseGet(Target::ofThisMachine));
    }

    /** Returns whether what is measured here holds for the target. */
    boolean isForThisMachine() {
        return target.equals(Target.ofThisMachine());
    }

    /** Returns what to beware of when a model of {@code form} is tried on {@code here}. */
    Optional<String> caution(Form form, Target here) {
        boolean integers =
                List.of(Form.INT8_STATIC, Form.INT8_MIXED, Form.INT8_DYNAMIC).contains(form);
        boolean overflows =
                integers && here.bytes().pairsMayOverflow() && int8().weights().range() == WeightRange.FULL;
        return overflows
                ? Optional.of("these weights use all eight bits, and this machine adds their products in 16 bits:"
                        + " here the model can be much less accurate than on " + target.name())
                : Optional.empty();
    }

    /**
     * Requires that every flag acts on {@code form}, rather than being taken and dropped.
     *
     * @param form what is made; static integers where a search makes several forms of its own
     */
    void requireFor(Form form) {
        ACT_ON.forEach((flag, forms) -> {
            if (arguments.has(flag) && !forms.contains(form)) {
                throw new UsageException(arguments.where(flag)
                        + ": it changes nothing in this form (expected it beside "
                        + forms.stream().map(Form::key).collect(Collectors.joining(" or ")) + ", was " + form.key()
                        + ")");
            }
        });
        if (arguments.has("percentile")
                && !arguments.text("ranges").orElse("percentile").equals("percentile")) {
            throw new UsageException(arguments.where("percentile") + ": it is for --ranges percentile");
        }
    }

    /** Returns the form that a flag asks for; empty if the choice is left to the tool. */
    Optional<Form> form() {
        List<String> asked = FORMS.stream().filter(arguments::has).toList();
        if (asked.size() > 1) {
            throw new UsageException("quantize: one form at a time (expected one of --int8, --fp16, --bf16, --weights,"
                    + " was --" + String.join(" and --", asked) + ")");
        }
        return asked.stream().findFirst().map(this::form);
    }

    private Form form(String flag) {
        return switch (flag) {
            case "int8" -> integers(chosen("int8", "dynamic", "static", "mixed"));
            case "fp16" ->
                chosen("fp16", "storage", "compute").equals("storage") ? Form.FP16_STORAGE : Form.FP16_COMPUTE;
            case "bf16" -> {
                chosen("bf16", "storage");
                yield Form.BF16_STORAGE;
            }
            default -> chosen("weights", "int8", "int4").equals("int8") ? Form.INT8 : Form.INT4;
        };
    }

    private Form integers(String how) {
        if (!how.equals("mixed")) {
            return how.equals("dynamic") ? Form.INT8_DYNAMIC : Form.INT8_STATIC;
        }
        for (String flag : List.of("accuracy", "equalize", "form")) {
            if (arguments.has(flag)) {
                throw new UsageException(
                        "quantize: --" + flag + " is not for --int8 mixed (expected --int8 static or dynamic)");
            }
        }
        return Form.INT8_MIXED;
    }

    private String chosen(String flag, String... choices) {
        return arguments.choice(flag, List.of(choices)).orElseThrow();
    }

    List<String> excluded() {
        return arguments.texts("exclude");
    }

    /** Returns the options of 8-bit arithmetic: those of the target, but for what flags say. */
    Int8Options int8() {
        return Int8Options.defaults()
                .withForm(arguments.constant("form", Int8Form.class).orElse(Int8Form.QDQ))
                .withActivations(new ActivationScheme(activations(), arguments.has("symmetric")))
                .withWeights(weights())
                .withExcluded(excluded())
                .withExtras(arguments.has("elementwise") ? EnumSet.of(Extra.ELEMENTWISE) : Set.of())
                .withRecurrent(arguments.constant("recurrent", Recurrent.class).orElse(Recurrent.INTEGERS));
    }

    /** Returns the type of quantized activations. */
    IntegerType activations() {
        return arguments
                .constant("activations", IntegerType.class)
                .orElseGet(() -> type(target.bytes().activations()));
    }

    private static IntegerType type(DataType type) {
        return type == DataType.UINT8 ? IntegerType.U8 : IntegerType.S8;
    }

    private WeightScheme weights() {
        WeightRange range = arguments
                .constant("weight-range", WeightRange.class)
                .orElse(target.bytes().pairsMayOverflow() ? WeightRange.PAIRS : WeightRange.FULL);
        return WeightScheme.defaults()
                .withType(type(target.bytes().weights()))
                .withPerChannel(!arguments.has("per-tensor"))
                .withRange(range);
    }

    /** Returns how samples correct the integers; empty for not at all. */
    Optional<AccuracyOptions> accuracy(Form form) {
        String how =
                arguments.choice("accuracy", List.of("none", "fast", "best")).orElse("none");
        boolean equalize = arguments.has("equalize");
        if (how.equals("none")) {
            return equalize
                    ? Optional.of(AccuracyOptions.defaults().withoutBias().withEqualize(true))
                    : Optional.empty();
        }
        AccuracyOptions best = form == Form.INT8_STATIC ? AccuracyOptions.bestStatic() : AccuracyOptions.best();
        AccuracyOptions options = how.equals("best") ? best : AccuracyOptions.defaults();
        return Optional.of(options.withEqualize(equalize));
    }

    /** Returns whether a bound is given, which a search must keep to. */
    boolean isBounded() {
        return arguments.has("max-drop") || arguments.has("min-sqnr");
    }

    /** Returns whether a form or a correction is asked for that a search would leave out without a word. */
    boolean asksMoreThanTheSearchDoes() {
        return form().filter(asked -> asked != Form.INT8_STATIC).isPresent()
                || accuracy(Form.INT8_STATIC).isPresent();
    }

    /** Returns the options of weights that are integers alone. */
    WeightOnlyOptions weightOnly(Form form) {
        WeightOnlyOptions options =
                form == Form.INT8 ? WeightOnlyOptions.int8().withConvolutions() : WeightOnlyOptions.defaults();
        if (arguments.has("block")) {
            int block = Math.toIntExact(arguments.whole("block", 0).orElseThrow());
            options = options.withCodes(options.codes().withBlock(block));
        }
        options = options.withMethod(
                arguments.constant("rounding", WeightOnlyOptions.Method.class).orElse(options.method()));
        if (arguments.has("standard")) {
            options = options.withForm(WeightOnlyOptions.Form.STANDARD);
        }
        return options.withExcluded(excluded());
    }

    /** Returns the options of 16-bit floating point. */
    Fp16Options half(Fp16 what, DataType type) {
        return Fp16Options.of(what).withType(type).withExcluded(excluded()).withKeepIo(!arguments.has("half-io"));
    }
}
