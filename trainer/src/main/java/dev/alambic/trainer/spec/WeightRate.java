package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Quote;
import dev.alambic.onnx.message.Rule;
import dev.alambic.onnx.message.RuleException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How fast some weights learn.
 *
 * @param weights regular expression that the whole name of a weight matches, such as {@code classifier.*}
 * @param factor on the learning rate, at least 0; with 0 they stay as they are, and cost no gradient; the running
 *     statistics of batch norm follow the data all the same
 */
public record WeightRate(String weights, double factor) {

    public WeightRate {
        Rule.atLeastZero("factor", factor);
        try {
            Pattern.compile(weights);
        } catch (PatternSyntaxException e) {
            throw new RuleException(
                    "weights", "not a regular expression: " + e.getDescription() + " (was " + Quote.of(weights) + ")");
        }
    }

    /** Returns the rate of weights that stay as they are. */
    public static WeightRate frozen(String weights) {
        return new WeightRate(weights, 0);
    }

    /** Returns whether this is the rate of the weight of that name. */
    public boolean matches(String weight) {
        return weight.matches(weights);
    }
}
