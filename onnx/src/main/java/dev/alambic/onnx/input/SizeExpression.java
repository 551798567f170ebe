package dev.alambic.onnx.input;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size that an exporter wrote in terms of others, such as {@code past_sequence_length + sequence_length},
 * {@code 2*s18} or {@code (length - 1)//4}.
 */
final class SizeExpression {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(\\d+)|([A-Za-z_][\\w.]*)|(//|[-+*/()]))");

    private final String text;
    private final Map<String, Long> sizes;
    private final Matcher tokens;
    private int position;
    private boolean more;

    private SizeExpression(String text, Map<String, Long> sizes) {
        this.text = text.strip();
        this.sizes = sizes;
        this.tokens = TOKEN.matcher(this.text);
        next();
    }

    /** Returns the names in {@code symbol}; the symbol itself if it is no expression. */
    static Set<String> names(String symbol) {
        Set<String> names = new LinkedHashSet<>();
        Matcher tokens = TOKEN.matcher(symbol);
        int end = 0;
        while (end < symbol.length() && tokens.find(end) && tokens.start() == end) {
            if (tokens.group(2) != null) {
                names.add(tokens.group(2));
            }
            end = tokens.end();
        }
        return end < symbol.stripTrailing().length() || names.isEmpty() ? Set.of(symbol) : names;
    }

    /** Returns the size of {@code symbol}; empty if it is no expression, or a name in it has no size. */
    static OptionalLong value(String symbol, Map<String, Long> sizes) {
        Long own = sizes.get(symbol);
        if (own != null) {
            return OptionalLong.of(own);
        }
        try {
            SizeExpression expression = new SizeExpression(symbol, sizes);
            long value = expression.sum();
            return expression.more || value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private void next() {
        more = position < text.length();
        if (more && !(tokens.find(position) && tokens.start() == position)) {
            throw unreadable();
        }
        position = more ? tokens.end() : position;
    }

    private boolean isNext(String operator) {
        return more && operator.equals(tokens.group(3));
    }

    private boolean take(String operator) {
        boolean is = isNext(operator);
        if (is) {
            next();
        }
        return is;
    }

    private long sum() {
        long value = product();
        while (true) {
            if (take("+")) {
                value = Math.addExact(value, product());
            } else if (take("-")) {
                value = Math.subtractExact(value, product());
            } else {
                return value;
            }
        }
    }

    private long product() {
        long value = factor();
        while (true) {
            if (take("*")) {
                value = Math.multiplyExact(value, factor());
            } else if (take("//") || take("/")) {
                value = Math.floorDiv(value, factor());
            } else {
                return value;
            }
        }
    }

    private long factor() {
        if (take("(")) {
            long value = sum();
            if (!take(")")) {
                throw unreadable();
            }
            return value;
        }
        if (!more || tokens.group(3) != null) {
            throw unreadable();
        }
        Long value = tokens.group(1) != null ? Long.valueOf(tokens.group(1)) : sizes.get(tokens.group(2));
        if (value == null) {
            throw unreadable();
        }
        next();
        return value;
    }

    private IllegalArgumentException unreadable() {
        return new IllegalArgumentException("not a size: " + text);
    }
}
