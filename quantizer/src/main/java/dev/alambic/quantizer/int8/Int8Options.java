package dev.alambic.quantizer.int8;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a model becomes integers.
 *
 * @param form how integer arithmetic stands in the graph; static only
 * @param activations how activations are stored; static only, dynamic ones are U8
 * @param weights how weights are stored
 * @param exceptions what stays float or is different
 * @param extras what becomes integers only if asked for
 * @param recurrent what becomes of LSTM, GRU and RNN
 */
@RecordBuilder
public record Int8Options(
        Int8Form form,
        ActivationScheme activations,
        WeightScheme weights,
        Exceptions exceptions,
        Set<Extra> extras,
        Recurrent recurrent)
        implements Int8OptionsBuilder.With {

    /**
     * What is not as everything else.
     *
     * @param excluded regular expressions of whole names; what a node is called, a value that it writes, or its
     *     operator type: a unit of which any node is named stays float
     * @param overrides what is different for some units and values; the first that fits counts; static only but for
     *     weights
     */
    public record Exceptions(List<String> excluded, List<UnitOverride> overrides) {
        public Exceptions {
            excluded = List.copyOf(excluded);
            excluded.forEach(pattern -> Names.check("excluded", pattern));
            overrides = List.copyOf(overrides);
        }
    }

    public Int8Options {
        extras = extras.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(extras));
    }

    /**
     * Returns U8 activations and S8 weights by channel in QDQ form: what ONNX Runtime is fastest on, x86-64 and ARM.
     */
    public static Int8Options defaults() {
        return new Int8Options(
                Int8Form.QDQ,
                ActivationScheme.defaults(),
                WeightScheme.defaults(),
                new Exceptions(List.of(), List.of()),
                Set.of(),
                Recurrent.INTEGERS);
    }

    /** Returns these options with other units excluded. */
    public Int8Options withExcluded(List<String> excluded) {
        return withExceptions(new Exceptions(excluded, exceptions.overrides));
    }

    /** Returns these options with other overrides. */
    public Int8Options withOverrides(List<UnitOverride> overrides) {
        return withExceptions(new Exceptions(exceptions.excluded, overrides));
    }

    /** Returns these options with units excluded further, by their exact names. */
    public Int8Options excluding(Collection<String> names) {
        List<String> more = new ArrayList<>(exceptions.excluded);
        names.forEach(name -> more.add(Pattern.quote(name)));
        return withExcluded(more);
    }
}
