namespace Autograd.Data.Tests;

/// <summary>A folder that vanishes after the test.</summary>
public abstract class Folder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("autograd-").FullName;

    public void Dispose()
    {
        Directory.Delete(_path, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string PathOf(string name) => name.Length > 0 ? Path.Combine(_path, name) : _path;

    protected string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    protected string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }
}
