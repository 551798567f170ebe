package dev.alambic.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stops a run that takes too long, between two nodes: 60 s, or as many as the system property {@value #SECONDS} says. A
 * loop that never ends would stop the program otherwise.
 */
final class RunLimit implements AutoCloseable {
    static final String SECONDS = "alambic.run.seconds";
    private static final long LIMIT = 60;
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final String where;
    private final long seconds;
    private final OrtSession.RunOptions options;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Future<?> alarm;

    private RunLimit(String where, long seconds, OrtSession.RunOptions options) {
        this.where = where;
        this.seconds = seconds;
        this.options = options;
        this.alarm = CLOCK.schedule(this::stop, seconds, TimeUnit.SECONDS);
    }

    static RunLimit start(String where) throws OrtException {
        return new RunLimit(where, Long.getLong(SECONDS, LIMIT), new OrtSession.RunOptions());
    }

    OrtSession.Result run(OrtSession session, Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException {
        try {
            return session.run(inputs, outputs, options);
        } catch (OrtException e) {
            if (stopped.get()) {
                throw new EndlessRunException(where, seconds, e);
            }
            throw e;
        }
    }

    private synchronized void stop() {
        if (!alarm.isCancelled()) {
            try {
                stopped.set(true);
                options.setTerminate(true);
            } catch (OrtException e) {
                throw new IllegalStateException("bug: a run cannot be stopped", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        alarm.cancel(false);
        options.close();
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "run-limit");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }
}
