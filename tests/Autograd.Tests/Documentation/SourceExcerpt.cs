using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Autograd.Tests.Documentation;

/// <summary>
/// What a page shows of the source: a whole file, <c>path</c>, or some of its types and members, <c>path#Mul.BackwardLeft,Mul.BackwardRight</c>,
/// without their documentation.
/// </summary>
internal static class SourceExcerpt
{
    /// <summary>The text that stands under a <c>source:</c> mark.</summary>
    public static string Of(string reference)
    {
        var (path, names) = reference.Split('#', 2) is [var file, var list] ? (file, list) : (reference, null);
        var source = Repository.Read(path);
        if (names is null)
            return source.Trim();
        var root = CSharpSyntaxTree.ParseText(source).GetRoot();
        return string.Join("\n\n", names.Split(',').Select(name => Members(root, name, reference)));
    }

    private static string Members(SyntaxNode root, string name, string reference)
    {
        SyntaxNode[] nodes = [root];
        foreach (var part in name.Split('.'))
        {
            // The outermost declarations of that name: a nested type does not stand in for the one asked for.
            nodes = [.. nodes.SelectMany(node => node.DescendantNodes(child => child == node || NameOf(child) is null || NameOf(child) != part))
                .Where(node => NameOf(node) == part)];
        }
        Assert.True(nodes.Length > 0, $"source: {reference}: there is no '{name}'.");
        return string.Join("\n\n", nodes.Select(Text));
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The declaration moved to the left margin.</summary>
    private static string Text(SyntaxNode node)
    {
        var indentation = new string(' ', node.GetLocation().GetLineSpan().StartLinePosition.Character);
        return node.ToString().Replace($"\n{indentation}", "\n");
    }
}
