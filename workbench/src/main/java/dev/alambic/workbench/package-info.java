/**
 * The workbench: a local web server that compares the models of runs, asks them, and watches a run.
 *
 * <pre>
 * Workbench = ServerSettings, Shelf (runs and model files), ModelPool (open models), Watching (event streams)
 * request   = Guard (Host, Origin, token, headers), then a page, an asset, or the interface under /api
 * </pre>
 */
@NullMarked
package dev.alambic.workbench;

import org.jspecify.annotations.NullMarked;
