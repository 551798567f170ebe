package dev.alambic.exporter.trace;

import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which block is running, as a path of child names such as {@code 02SequentialBlock/01Linear}; it names values and
 * stands in messages, nothing else hangs on it.
 *
 * <p>Java tells the classes on the stack, not the objects. A class with one matching child is that child; among several
 * the last one whose parameter was asked for leads, and a function without parameters is the next one after it.
 */
final class BlockScopes {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** A frame of a running block, and the function that it called. */
    private record Frame(Class<?> block, String callee) {}

    /** Where the run of a block is among its children. */
    private record Cursor(int child, @Nullable String callee) {}

    private final Block root;
    private final IdentityHashMap<Block, Cursor> cursors = new IdentityHashMap<>();
    private final Map<String, List<Integer>> owners = new HashMap<>();
    private final Map<String, String> parameterNames = new HashMap<>();
    private String lastPath = "";

    BlockScopes(Block root) {
        this.root = root;
        visit(root, "", new ArrayList<>());
    }

    private void visit(Block block, String path, List<Integer> position) {
        BlockList named = block.getChildren();
        for (Pair<String, Parameter> parameter : block.getDirectParameters()) {
            String id = parameter.getValue().getId();
            owners.putIfAbsent(id, List.copyOf(position));
            parameterNames.putIfAbsent(id, path.isEmpty() ? parameter.getKey() : path + "." + parameter.getKey());
        }
        for (int i = 0; i < named.size(); i++) {
            position.add(i);
            String name = named.get(i).getKey();
            visit(named.get(i).getValue(), path.isEmpty() ? name : path + "/" + name, position);
            position.remove(position.size() - 1);
        }
    }

    /** Returns the name of {@code parameter}: the path of its block, a dot, and its own name. */
    String nameOf(Parameter parameter) {
        return parameterNames.computeIfAbsent(parameter.getId(), id -> "parameter." + parameter.getName());
    }

    /** Notes that the block of {@code parameter} runs. */
    void enter(Parameter parameter) {
        Block block = root;
        for (int child : owners.getOrDefault(parameter.getId(), List.of())) {
            cursors.put(block, new Cursor(child, null));
            block = block.getChildren().get(child).getValue();
        }
    }

    /** Returns the path of the block that runs; empty for the root. */
    String current() {
        List<Frame> frames = frames();
        Block block = root;
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < frames.size(); i++) {
            int child = i == 0 && frames.get(0).block.isInstance(root) ? -1 : childOf(block, frames.get(i));
            if (child >= 0) {
                Pair<String, Block> found = block.getChildren().get(child);
                path.append(path.isEmpty() ? "" : "/").append(found.getKey());
                block = found.getValue();
            }
        }
        lastPath = path.toString();
        return lastPath;
    }

    /** Returns the running block for messages. */
    String describe() {
        String path = current();
        return path.isEmpty() ? "block " + root.getClass().getSimpleName() : "block '" + path + "'";
    }

    /** Returns the position of the child of {@code parent} that {@code frame} belongs to, or -1. */
    private int childOf(Block parent, Frame frame) {
        BlockList candidates = parent.getChildren();
        Cursor cursor = cursors.getOrDefault(parent, new Cursor(-1, null));
        if (stays(candidates, cursor, frame)) {
            cursors.put(parent, new Cursor(cursor.child, frame.callee));
            return cursor.child;
        }
        for (int i = 1; i <= candidates.size(); i++) {
            int child = (cursor.child + i) % candidates.size();
            if (frame.block.isInstance(candidates.get(child).getValue())) {
                cursors.put(parent, new Cursor(child, frame.callee));
                return child;
            }
        }
        return -1;
    }

    /** Returns whether the child at the cursor still runs; of two functions in a row, the callee tells them apart. */
    private static boolean stays(BlockList candidates, Cursor cursor, Frame frame) {
        if (cursor.child < 0
                || !frame.block.isInstance(candidates.get(cursor.child).getValue())) {
            return false;
        }
        return frame.block != LambdaBlock.class || cursor.callee == null || cursor.callee.equals(frame.callee);
    }

    /** Returns the blocks on the stack, the outermost first. */
    private static List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        STACK.forEach(new Consumer<>() {
            private String callee = "";

            @Override
            public void accept(StackWalker.StackFrame frame) {
                if (isForward(frame)) {
                    frames.add(new Frame(frame.getDeclaringClass(), callee));
                }
                if (!Block.class.isAssignableFrom(frame.getDeclaringClass()) || !isOfDjl(frame)) {
                    callee = frame.getClassName() + "#" + frame.getMethodName();
                }
            }
        });
        Collections.reverse(frames);
        return frames;
    }

    /** Returns whether {@code frame} is of DJL's own blocks, which wrap a user's function in several of theirs. */
    private static boolean isOfDjl(StackWalker.StackFrame frame) {
        return frame.getClassName().startsWith("ai.djl.nn.");
    }

    private static boolean isForward(StackWalker.StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        if (!Block.class.isAssignableFrom(type)) {
            return false;
        }
        String entry = AbstractBaseBlock.class.isAssignableFrom(type) ? "forwardInternal" : "forward";
        return frame.getMethodName().equals(entry) && type != Block.class;
    }
}
