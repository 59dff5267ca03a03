namespace AdjointKit.Diagnostics;

/// <summary>A line of the user's program.</summary>
/// <param name="File">The path of the file as the compiler wrote it down; null where the program came without debugging information.</param>
/// <param name="Line">The line, from 1; 0 where it is not known.</param>
/// <param name="Method">The method that the line is in.</param>
public sealed record SourcePlace(string? File, int Line, string Method)
{
    /// <summary>"Program.cs:12 (Main)", or the method alone where the file is not known.</summary>
    public override string ToString() => File is null ? Method : $"{Path.GetFileName(File.Replace('\\', '/'))}:{Line} ({Method})";
}
