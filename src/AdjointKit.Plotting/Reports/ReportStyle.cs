namespace AdjointKit.Plotting.Reports;

/// <summary>The look of a report: system fonts, one column, light or dark as the reader's system is set, black on white in print.</summary>
internal static class ReportStyle
{
    internal const string Css = """
        :root { --page: #f5f6f8; --card: #ffffff; --ink: #20242a; --soft: #5d6673; --line: #dfe3e8; --accent: #0072b2; --warn-back: #fff4e0; --warn-line: #e09f00; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #15181c; --card: #1e2227; --ink: #e6e9ed; --soft: #9aa4b1; --line: #343a42; --accent: #4fb0e6; --warn-back: #33290f; --warn-line: #d9a21b; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        main { max-width: 62rem; margin: 0 auto; padding: 2.2rem 1.2rem 4rem; }
        header { margin-bottom: 1.6rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0; letter-spacing: -0.01em; }
        h2 { font-size: 1.2rem; margin: 2.2rem 0 0.7rem; padding-bottom: 0.3rem; border-bottom: 1px solid var(--line); }
        p { margin: 0.6rem 0; max-width: 46rem; }
        .subtitle { color: var(--soft); margin: 0.35rem 0 0; }
        .warnings { background: var(--warn-back); border-left: 4px solid var(--warn-line); border-radius: 6px; padding: 0.8rem 1.1rem; margin: 1.2rem 0; }
        .warnings ul { margin: 0.3rem 0 0; padding-left: 1.2rem; }
        figure { margin: 1.2rem 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
        figure > svg, figure > img { display: block; max-width: 100%; height: auto; margin: 0 auto; background: #ffffff; }
        figcaption { padding: 0.6rem 1rem; color: var(--soft); font-size: 0.92rem; border-top: 1px solid var(--line); }
        @media (prefers-color-scheme: dark) { figure { background: #ffffff; } figcaption { background: var(--card); } }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; background: var(--card); border: 1px solid var(--line); font-size: 0.94rem; font-variant-numeric: tabular-nums; }
        th, td { padding: 0.38rem 0.9rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        tr:last-child > th, tr:last-child > td { border-bottom: 0; }
        thead th { color: var(--soft); font-weight: 600; }
        .pairs th, .timings th { font-weight: 500; color: var(--soft); white-space: nowrap; }
        .pairs td { overflow-wrap: anywhere; }
        .number { text-align: right; white-space: nowrap; }
        .timings .bar { width: 16rem; vertical-align: middle; }
        .timings .bar span { display: block; height: 0.6rem; min-width: 1px; border-radius: 2px; background: var(--accent); }
        .timings .total > * { font-weight: 600; color: var(--ink); border-top: 2px solid var(--line); }
        @media (max-width: 36rem) { .timings .bar { width: 6rem; } th, td { padding: 0.35rem 0.5rem; } }
        @media print {
          :root { --page: #ffffff; --card: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --accent: #555555; --warn-back: #ffffff; }
          body { font-size: 10.5pt; }
          main { max-width: none; padding: 0; }
          figure, table, .warnings { break-inside: avoid; }
          h2 { break-after: avoid; }
          .timings .bar span { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }

        """;
}
