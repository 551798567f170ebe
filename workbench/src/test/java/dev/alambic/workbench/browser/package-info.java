/** The workbench in a real browser. */
@NullMarked
package dev.alambic.workbench.browser;

import org.jspecify.annotations.NullMarked;
