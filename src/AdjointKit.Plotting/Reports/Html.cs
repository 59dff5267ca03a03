using System.Text;

namespace AdjointKit.Plotting.Reports;

/// <summary>Text for HTML and XML.</summary>
internal static class Html
{
    /// <summary>Escapes what has a meaning in markup; a character that XML cannot hold becomes the replacement character.</summary>
    internal static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var escaped = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                escaped.Append(c).Append(text[++i]);
                continue;
            }

            escaped.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\n' or '\t' => c.ToString(),
                _ when c < ' ' || char.IsSurrogate(c) || c >= 0xFFFE => "\uFFFD",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
