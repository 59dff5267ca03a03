using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Architecture;

/// <summary>Dependencies point one way: between the assemblies, and between the folders of the engine.</summary>
public sealed partial class LayerTests
{
    /// <summary>What each project may refer to.</summary>
    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["AdjointKit"] = [],
        ["AdjointKit.IO"] = ["AdjointKit"],
        ["AdjointKit.Plotting"] = ["AdjointKit"],
        ["AdjointKit.Waves"] = ["AdjointKit", "AdjointKit.IO"],
        ["AdjointKit.Optics"] = ["AdjointKit", "AdjointKit.IO"],
        ["AdjointKit.Sparse"] = ["AdjointKit", "AdjointKit.IO"],
        ["AdjointKit.Cli"] = ["AdjointKit", "AdjointKit.IO", "AdjointKit.Plotting", "AdjointKit.Waves", "AdjointKit.Optics", "AdjointKit.Sparse"],
    };

    /// <summary>The engine's folders: each uses those of its own level and below.</summary>
    private static readonly Dictionary<string, int> Levels = new()
    {
        ["Arrays"] = 0,
        ["Devices"] = 0,
        ["Diagnostics"] = 0,
        ["Kernels"] = 0,
        ["Autodiff"] = 1,
        ["Rules"] = 1,
        ["Operators"] = 1,
        ["Loops"] = 2,
        ["Runs"] = 2,
        ["Optimization"] = 3,
        ["Nn"] = 3,
    };

    [Fact]
    public void Projects_refer_one_way()
    {
        string root = Repository.Root;
        IEnumerable<string> projects = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "solvers"), "*.csproj", SearchOption.AllDirectories));
        foreach (string project in projects)
        {
            string name = Path.GetFileNameWithoutExtension(project);
            Assert.True(AllowedReferences.TryGetValue(name, out string[]? allowed), $"{name} has no place in the layers: give it one in this test");
            foreach (XElement reference in XDocument.Load(project).Descendants("ProjectReference"))
            {
                string target = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'));
                Assert.True(allowed.Contains(target), $"{name} refers to {target}");
            }
        }
    }

    [Fact]
    public void Source_files_of_the_engine_name_only_folders_of_their_level_and_below()
    {
        string engine = Path.Combine(Repository.Root, "src", "AdjointKit");
        foreach (string file in Directory.EnumerateFiles(engine, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(engine, file).Split(Path.DirectorySeparatorChar)[0];
            if (folder is "obj" or "bin") continue;
            int level = LevelOf(folder, file);
            foreach (Match match in NamedFolder().Matches(File.ReadAllText(file)))
            {
                string used = match.Groups["folder"].Value;
                Assert.True(LevelOf(used, file) <= level, $"{Path.GetRelativePath(engine, file)} uses AdjointKit.{used}, which stands above {folder}");
            }
        }
    }

    [Fact]
    public void Types_of_the_engine_show_only_types_of_their_level_and_below()
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (Type type in typeof(AdjointKit.Arrays.Shape).Assembly.GetTypes())
        {
            if (FolderOf(type) is not string folder) continue;
            IEnumerable<Type?> shown = type.GetMethods(All).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
                .Concat(type.GetConstructors(All).SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType)))
                .Concat(type.GetFields(All).Select(field => field.FieldType))
                .Concat(type.GetInterfaces())
                .Append(type.BaseType);
            foreach (Type used in shown.OfType<Type>().SelectMany(Parts))
            {
                if (FolderOf(used) is string other) Assert.True(LevelOf(other, used.Name) <= LevelOf(folder, type.Name), $"{type} shows {used}");
            }
        }
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        while (type.HasElementType) type = type.GetElementType()!;
        yield return type;
        if (!type.IsGenericType) yield break;
        foreach (Type part in type.GetGenericArguments().SelectMany(Parts)) yield return part;
    }

    private static string? FolderOf(Type type)
    {
        string[] names = (type.Namespace ?? string.Empty).Split('.');
        return names.Length > 1 && names[0] == "AdjointKit" && type.Assembly == typeof(AdjointKit.Arrays.Shape).Assembly ? names[1] : null;
    }

    private static int LevelOf(string folder, string where) =>
        Levels.TryGetValue(folder, out int level) ? level : throw new InvalidOperationException($"{where}: the folder {folder} has no level: give it one in this test.");

    [GeneratedRegex(@"\bAdjointKit\.(?<folder>[A-Z]\w*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedFolder();
}
